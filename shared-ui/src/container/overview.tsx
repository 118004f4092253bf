import { overviewSections } from "./overview-sections.ts";
import type { OverviewSection, PageProps } from "./page.ts";

/** All there is to know of it at a glance: whole rows first, then two columns. */
export function Overview(props: PageProps) {
  const at = (place: OverviewSection["place"]) =>
    overviewSections.filter((section) => section.place === place).map(({ id, View }) => <View key={id} {...props} />);
  return (
    <div class="scroll overview">
      {at("whole")}
      <div class="columns">
        <div>{at("left")}</div>
        <div>{at("right")}</div>
      </div>
    </div>
  );
}
