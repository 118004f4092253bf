/** The sprite stands once in a panel, made of the shapes of codicons at 16 px with a line of 1.15. */
export function IconSprite() {
  return (
    <svg width="0" height="0" class="sprite" aria-hidden="true">
      <defs>
        <symbol id="i-container" viewBox="0 0 16 16">
          <rect x="1.5" y="4" width="13" height="8.5" rx=".5" />
          <path d="M4.5 6.3v3.9M6.85 6.3v3.9M9.15 6.3v3.9M11.5 6.3v3.9" />
        </symbol>
        <symbol id="i-host" viewBox="0 0 16 16">
          <rect x="2" y="2.5" width="12" height="4.5" rx="1" />
          <rect x="2" y="9" width="12" height="4.5" rx="1" />
          <path d="M4.5 4.75h.01M4.5 11.25h.01M8.5 4.75h3M8.5 11.25h3" />
        </symbol>
        <symbol id="i-stack" viewBox="0 0 16 16">
          <path d="M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3" />
        </symbol>
        <symbol id="i-logs" viewBox="0 0 16 16">
          <path d="M2.5 3.5h11M2.5 6.5h8M2.5 9.5h11M2.5 12.5h6" />
        </symbol>
        <symbol id="i-terminal" viewBox="0 0 16 16">
          <rect x="1.5" y="2.5" width="13" height="11" rx="1" />
          <path d="M4 6l2.5 2L4 10M8.5 10.5h3.5" />
        </symbol>
        <symbol id="i-play" viewBox="0 0 16 16">
          <path d="M4.5 2.8v10.4L13 8z" />
        </symbol>
        <symbol id="i-stop" viewBox="0 0 16 16">
          <rect x="3.5" y="3.5" width="9" height="9" rx=".5" />
        </symbol>
        <symbol id="i-restart" viewBox="0 0 16 16">
          <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3" />
        </symbol>
        <symbol id="i-pause" viewBox="0 0 16 16">
          <path d="M5.5 3v10M10.5 3v10" />
        </symbol>
        <symbol id="i-trash" viewBox="0 0 16 16">
          <path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5" />
        </symbol>
        <symbol id="i-more" viewBox="0 0 16 16">
          <path d="M4 8h.01M8 8h.01M12 8h.01" stroke-width="2" />
        </symbol>
        <symbol id="i-right" viewBox="0 0 16 16">
          <path d="M6 3.5L10.5 8 6 12.5" />
        </symbol>
        <symbol id="i-down" viewBox="0 0 16 16">
          <path d="M3.5 6L8 10.5 12.5 6" />
        </symbol>
        <symbol id="i-search" viewBox="0 0 16 16">
          <circle cx="7" cy="7" r="4.5" />
          <path d="M10.5 10.5L14 14" />
        </symbol>
        <symbol id="i-star" viewBox="0 0 16 16">
          <path d="M8 2l1.8 3.8 4.2.5-3.100 2.900.8 4.100L8 11.300 4.300 13.300l.8-4.100L2 6.300l4.200-.5z" />
        </symbol>
        <symbol id="i-word" viewBox="0 0 16 16">
          <circle cx="4.7" cy="8" r="1.9" />
          <circle cx="11" cy="8" r="1.9" />
          <path d="M6.6 6v4M9.1 3.5V10M2 11.5v2h12v-2" />
        </symbol>
        <symbol id="i-filter" viewBox="0 0 16 16">
          <path d="M2.5 4h11M4.5 8h7M6.5 12h3" />
        </symbol>
        <symbol id="i-close" viewBox="0 0 16 16">
          <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
        </symbol>
        <symbol id="i-check" viewBox="0 0 16 16">
          <path d="M2.5 8.5l3.5 4 7.5-9" />
        </symbol>
        <symbol id="i-error" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" />
          <path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" />
        </symbol>
        <symbol id="i-warning" viewBox="0 0 16 16">
          <path d="M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.8v.01" />
        </symbol>
        <symbol id="i-info" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" />
          <path d="M8 7.5v3.5M8 5v.01" />
        </symbol>
        <symbol id="i-link" viewBox="0 0 16 16">
          <path d="M9.5 2.5h4v4M13.5 2.5L7.5 8.5M11.5 9.5v4h-9v-9h4" />
        </symbol>
        <symbol id="i-plug" viewBox="0 0 16 16">
          <path d="M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14" />
        </symbol>
        <symbol id="i-edit" viewBox="0 0 16 16">
          <path d="M2.5 13.5l.8-3.3 7.5-7.5a1 1 0 0 1 1.4 0l1.1 1.1a1 1 0 0 1 0 1.4l-7.5 7.5zM9.4 4.1l2.5 2.5" />
        </symbol>
        <symbol id="i-eye" viewBox="0 0 16 16">
          <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" />
          <circle cx="8" cy="8" r="2" />
        </symbol>
        <symbol id="i-copy" viewBox="0 0 16 16">
          <rect x="5" y="5" width="8.5" height="8.5" rx="1" />
          <path d="M11 5V2.5H2.5V11H5" />
        </symbol>
        <symbol id="i-wrap" viewBox="0 0 16 16">
          <path d="M2 4h12M2 8h9.5a2.25 2.25 0 0 1 0 4.5H8M10 10.5l-2 2 2 2M2 12.5h3" />
        </symbol>
        <symbol id="i-up" viewBox="0 0 16 16">
          <path d="M8 13V3M4 7l4-4 4 4" />
        </symbol>
        <symbol id="i-dn" viewBox="0 0 16 16">
          <path d="M8 3v10M4 9l4 4 4-4" />
        </symbol>
        <symbol id="i-key" viewBox="0 0 16 16">
          <circle cx="5" cy="11" r="2.8" />
          <path d="M7 9l6.5-6.5M11 5l2 2" />
        </symbol>
        <symbol id="i-lock" viewBox="0 0 16 16">
          <rect x="3" y="7" width="10" height="6.5" rx="1" />
          <path d="M5 7V5a3 3 0 0 1 6 0v2" />
        </symbol>
        <symbol id="i-add" viewBox="0 0 16 16">
          <path d="M8 3v10M3 8h10" />
        </symbol>
        <symbol id="i-clock" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" />
          <path d="M8 4.5V8l2.5 1.5" />
        </symbol>
        <symbol id="i-pass" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" />
          <path d="M5.2 8.2l2 2 3.6-4.2" />
        </symbol>
        <symbol id="i-unknown" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" stroke-dasharray="2 2" />
          <path d="M6.3 6.4a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.8.6-.8 1.2M8 11v.01" />
        </symbol>
        <symbol id="i-download" viewBox="0 0 16 16">
          <path d="M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11" />
        </symbol>
        <symbol id="i-pulse" viewBox="0 0 16 16">
          <path d="M1.5 8h3l2-5 3 10 2-5h3" />
        </symbol>
        <symbol id="s-run" viewBox="0 0 16 16">
          <circle fill="currentColor" stroke="none" cx="8" cy="8" r="4" />
        </symbol>
        <symbol id="s-unhealthy" viewBox="0 0 16 16">
          <circle fill="currentColor" stroke="none" cx="8" cy="8" r="6" />
          <path
            d="M8 4.8v3.6M8 10.9v.01"
            stroke="var(--vscode-editor-background)"
            stroke-width="1.7"
            stroke-linecap="round"
          />
        </symbol>
        <symbol id="s-pause" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.4" />
          <path d="M6.7 6v4M9.3 6v4" stroke="currentColor" stroke-width="1.4" />
        </symbol>
        <symbol id="s-exit" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="3.6" fill="none" stroke="currentColor" stroke-width="1.4" />
        </symbol>
        <symbol id="s-loop" viewBox="0 0 16 16">
          <path
            d="M12.4 8.2a4.4 4.4 0 1 1-1.5-3.5M11.8 2.2v3h-3"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
          />
        </symbol>
        <symbol id="s-dead" viewBox="0 0 16 16">
          <path d="M4.7 4.7l6.6 6.6M11.3 4.7l-6.6 6.6" stroke="currentColor" stroke-width="1.7" fill="none" />
        </symbol>
        <symbol id="s-off" viewBox="0 0 16 16">
          <path
            d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 4.2l7.6 7.6"
            fill="none"
            stroke="currentColor"
            stroke-width="1.4"
          />
        </symbol>
        <symbol id="s-wait" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2.2 2.2" />
        </symbol>
        <symbol id="s-unknown" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.2" stroke-dasharray="2 2" />
          <path
            d="M6.5 6.6a1.6 1.6 0 1 1 2.3 1.4c-.6.3-.8.6-.8 1.1M8 10.9v.01"
            fill="none"
            stroke="currentColor"
            stroke-width="1.3"
            stroke-linecap="round"
          />
        </symbol>
        <symbol id="i-upload" viewBox="0 0 16 16">
          <path d="M8 11V2.5M4.5 6L8 2.5 11.5 6M2.5 13.5h11" />
        </symbol>
        <symbol id="i-file" viewBox="0 0 16 16">
          <path d="M9 1.5H4a.5.5 0 0 0-.5.5v12a.5.5 0 0 0 .5.5h8a.5.5 0 0 0 .5-.5V5zM9 1.5V5h3.5" />
        </symbol>
        <symbol id="i-folder" viewBox="0 0 16 16">
          <path d="M1.5 13V3.5A.5.5 0 0 1 2 3h4l1.5 2H14a.5.5 0 0 1 .5.5V13a.5.5 0 0 1-.5.5H2a.5.5 0 0 1-.5-.5z" />
        </symbol>
        <symbol id="i-files" viewBox="0 0 16 16">
          <path d="M10.5 1.5H6a.5.5 0 0 0-.5.5v8.5a.5.5 0 0 0 .5.5h7a.5.5 0 0 0 .5-.5v-6zM10.5 1.5v3h3M5.5 4.5H3a.5.5 0 0 0-.5.5v9a.5.5 0 0 0 .5.5h7a.5.5 0 0 0 .5-.5V11" />
        </symbol>
      </defs>
    </svg>
  );
}
