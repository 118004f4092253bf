/** Shown instead of everything where the page can't work: says what is lacking and what to do. */
export function Missing({ what, hint }: { what: string; hint: string }) {
  return (
    <main class="plain">
      <h1>Quayside can’t run here</h1>
      <p role="alert">{what}</p>
      <p class="muted">{hint}</p>
    </main>
  );
}
