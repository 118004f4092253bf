import { useRef } from "preact/hooks";
import type { PageTab } from "./page.ts";
import { strings } from "./strings.ts";

interface Props {
  readonly tabs: readonly PageTab[];
  readonly shown: PageTab;
  readonly onShow: (id: string) => void;
}

export const tabId = ({ id }: PageTab): string => `tab-${id}`;
export const tabPanelId = ({ id }: PageTab): string => `part-${id}`;

/** As ARIA describes tabs: the arrows go along and show each. */
export function PageTabBar({ tabs, shown, onShow }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const place = (to + tabs.length) % tabs.length;
    const next = tabs[place];
    if (next === undefined) return;
    onShow(next.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[place]?.focus();
  };
  return (
    <div class="page-tabs" role="tablist" aria-label={strings.parts} ref={list} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          type="button"
          role="tab"
          key={tab.id}
          id={tabId(tab)}
          aria-selected={tab === shown}
          aria-controls={tab === shown ? tabPanelId(tab) : undefined}
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => onShow(tab.id)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  );
}
