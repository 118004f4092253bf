import { type ChartLibrary, LIBRARY } from "./chart-library.ts";

/** Where the charts' file lies, and what the page's policy wants of a script. */
export interface ChartsFile {
  readonly src: string;
  readonly nonce?: string;
}

/** Loads it once, whoever asks; after a failure it is tried again. */
export function chartsFrom({ src, nonce }: ChartsFile): () => Promise<ChartLibrary> {
  let loaded: Promise<ChartLibrary> | undefined;
  return () => {
    loaded ??= load(src, nonce).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

function load(src: string, nonce: string | undefined): Promise<ChartLibrary> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.addEventListener(LIBRARY, (event) => resolve((event as CustomEvent<ChartLibrary>).detail));
    const failed = (): void => reject(new Error("The file of the charts could not be loaded."));
    script.addEventListener("error", failed);
    // It has run by then, and handed over what it has; an answer without it is none.
    script.addEventListener("load", failed);
    if (nonce !== undefined) script.nonce = nonce;
    script.src = src;
    document.head.append(script);
  });
}
