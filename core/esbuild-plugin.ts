import type { Plugin } from "esbuild";

/**
 * Leaves out of dockerode what Quayside never calls: BuildKit sessions (they bring grpc) and docker-modem's own SSH,
 * which opens a connection per request and checks no host key. 891 KB become 141.
 */
export const slimDockerode: Plugin = {
  name: "slim-dockerode",
  setup(build) {
    build.onResolve({ filter: /^\.\/(session|ssh)$/ }, ({ importer, path }) =>
      /node_modules[\\/](dockerode|docker-modem)[\\/]/.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: 'module.exports = () => { throw new Error("This part of dockerode is not in the bundle."); };',
      loader: "js",
    }));
  },
};
