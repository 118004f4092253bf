import type { Plugin } from "esbuild";

/**
 * Leaves out of dockerode what Quayside never calls: BuildKit (it brings grpc and protobufjs), the packing of build
 * contexts, and docker-modem's own SSH, which opens a connection per request and checks no host key.
 */
export const slimDockerode: Plugin = {
  name: "slim-dockerode",
  setup(build) {
    build.onResolve({ filter: /^(\.\/(session|buildkit|ssh)|tar-fs|@balena\/dockerignore)$/ }, ({ importer, path }) =>
      /node_modules[\\/](dockerode|docker-modem)[\\/]/.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: 'module.exports = () => { throw new Error("This part of dockerode is not in the bundle."); };',
      loader: "js",
    }));
  },
};
