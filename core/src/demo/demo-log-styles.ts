export type LogStyle =
  | "web"
  | "api"
  | "postgres"
  | "cache"
  | "worker"
  | "migrate"
  | "registry"
  | "runner"
  | "brokenRunner"
  | "caddy"
  | "payments";

/** A line; one that begins with "!" goes to stderr. `{…}` is filled in: ms, id, path, ip, n, time, iso, day, amount. */
export interface LogStyleLines {
  readonly start: readonly string[];
  /** The more often one stands here, the more often it comes. */
  readonly usual: readonly string[];
  readonly stop: readonly string[];
  readonly crash: readonly string[];
}

const green = "\u001b[32m";
const yellow = "\u001b[33m";
const red = "\u001b[31m";
const cyan = "\u001b[36m";
const grey = "\u001b[90m";
const plain = "\u001b[0m";

export const logStyles: Readonly<Record<LogStyle, LogStyleLines>> = {
  web: {
    start: ["> shop-web@4.18.2 start", "> node server.js", "info: listening on http://0.0.0.0:3000"],
    usual: [
      "GET {path} 200 {ms} ms",
      "GET {path} 200 {ms} ms",
      "GET {path} 200 {ms} ms",
      "GET /assets/app.{id}.js 304 1 ms",
      "POST /cart 201 {ms} ms",
      "GET /order/{n} 200 {ms} ms",
      "info: session {id} renewed for {ip}",
      "!warn: slow render of {path}: {n} ms, limit 500 ms",
      "!error: upstream api answered 503 for {path} after 5000 ms (request {id})",
    ],
    stop: ["info: SIGTERM, closing 12 connections", "info: bye"],
    crash: [
      "!Error: connect ECONNREFUSED 10.4.0.3:8080",
      "!    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1634:16)",
    ],
  },
  api: {
    start: [
      '{"level":"info","ts":"{iso}","msg":"api starting","version":"4.18.2"}',
      '{"level":"info","ts":"{iso}","msg":"listening","addr":":8080"}',
    ],
    usual: [
      '{"level":"info","ts":"{iso}","msg":"request","method":"GET","path":"{path}","status":200,"ms":{ms}}',
      '{"level":"info","ts":"{iso}","msg":"request","method":"GET","path":"{path}","status":200,"ms":{ms}}',
      '{"level":"info","ts":"{iso}","msg":"order accepted","order":{n},"total":"{amount} EUR"}',
      '{"level":"debug","ts":"{iso}","msg":"cache miss","key":"product:{n}"}',
      '{"level":"warn","ts":"{iso}","msg":"pool: 9 of 10 connections in use","waited_ms":{n}}',
      '!{"level":"error","ts":"{iso}","msg":"GET /healthz 503: db check timeout after 5000 ms","request":"{id}"}',
    ],
    stop: ['{"level":"info","ts":"{iso}","msg":"shutting down"}'],
    crash: [
      "!panic: runtime error: invalid memory address or nil pointer dereference",
      "!goroutine 1 [running]:",
      "!main.main()",
      "!\t/src/cmd/api/main.go:41 +0x1d",
    ],
  },
  postgres: {
    start: [
      "!{day} UTC [1] LOG:  starting PostgreSQL on x86_64-pc-linux-gnu",
      '!{day} UTC [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432',
      "!{day} UTC [1] LOG:  database system is ready to accept connections",
    ],
    usual: [
      "!{day} UTC [27] LOG:  checkpoint starting: time",
      "!{day} UTC [27] LOG:  checkpoint complete: wrote {n} buffers (0.3%); write={ms} ms",
      "!{day} UTC [{n}] LOG:  duration: {n} ms  statement: SELECT * FROM orders WHERE customer = {n}",
      '!{day} UTC [{n}] ERROR:  duplicate key value violates unique constraint "orders_pkey"',
      "!{day} UTC [{n}] DETAIL:  Key (id)=({n}) already exists.",
    ],
    stop: ["!{day} UTC [1] LOG:  received fast shutdown request", "!{day} UTC [1] LOG:  database system is shut down"],
    crash: ["!{day} UTC [1] PANIC:  could not write to file: No space left on device"],
  },
  cache: {
    start: [
      "1:C {time} * oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo",
      "1:M {time} * Ready to accept connections tcp",
    ],
    usual: [
      "1:M {time} * 100 changes in 300 seconds. Saving...",
      "1:M {time} * Background saving started by pid {n}",
      "{n}:C {time} * DB saved on disk",
    ],
    stop: ["1:M {time} # User requested shutdown...", "1:M {time} # Valkey is now ready to exit, bye bye..."],
    crash: ["!1:M {time} # Out Of Memory allocating 16777216 bytes!"],
  },
  worker: {
    start: ["worker: {n} jobs waiting"],
    usual: [
      "job {id} done in {n} ms",
      "job {id} done in {n} ms",
      "job {id}: resized {n} images",
      "!warn: heap at {n} MB of 512 MB",
    ],
    stop: ["worker: finishing {ms} jobs"],
    crash: ["!warn: heap at 509 MB of 512 MB", "!Killed"],
  },
  migrate: {
    start: ["applying 0041_orders_index.sql … ok", "applying 0042_refunds.sql … ok", "schema is at version 42"],
    usual: ["schema is at version 42"],
    stop: [],
    crash: ["!migration 0043 failed"],
  },
  registry: {
    start: ['time="{iso}" level=info msg="listening on [::]:5000" go.version=go1.20.8'],
    usual: [
      'time="{iso}" level=info msg="response completed" http.request.method=GET http.request.uri="/v2/shop/web/manifests/dev" http.response.status=200',
      'time="{iso}" level=info msg="response completed" http.request.method=HEAD http.request.uri="/v2/shop/api/blobs/sha256:{id}" http.response.status=200',
      '!time="{iso}" level=warning msg="error authorizing context: basic authentication challenge for realm" http.request.remoteaddr={ip}',
    ],
    stop: ['time="{iso}" level=info msg="stopping server gracefully"'],
    crash: ['!time="{iso}" level=fatal msg="open /var/lib/registry: permission denied"'],
  },
  runner: {
    start: [`${cyan}act_runner${plain} v0.2.12 declared as ci-runner, labels [ubuntu-22.04]`],
    usual: [
      `${grey}[shop/web#{n}]${plain} ${cyan}⭐ Run${plain} npm test`,
      `${grey}[shop/web#{n}]${plain} ${green}✔${plain} orders › accepts a second item (${yellow}{ms} ms${plain})`,
      `${grey}[shop/web#{n}]${plain} ${green}✔${plain} cart › keeps its items over a login (${yellow}{ms} ms${plain})`,
      `${grey}[shop/web#{n}]${plain} ${red}✘${plain} checkout › shows the total ${red}expected 12.00, got {amount}${plain}`,
      `${grey}[shop/web#{n}]${plain} ${green}✅ Success${plain} in {n} s`,
      `!${yellow}WARN${plain} cache server took {n} ms`,
    ],
    stop: [`${cyan}act_runner${plain} waiting for {ms} tasks`],
    crash: [`!${red}FATA${plain} lost connection to the instance`],
  },
  brokenRunner: {
    start: [`${cyan}act_runner${plain} v0.2.12 starting`],
    usual: [`!${yellow}WARN${plain} ping https://git.acme.example: dial tcp {ip}:443: connect: connection refused`],
    stop: [`${cyan}act_runner${plain} stopped`],
    crash: [`!${red}FATA${plain} cannot register: connection refused, giving up after 3 tries`],
  },
  caddy: {
    start: [
      '!{"level":"info","ts":"{iso}","msg":"using config from file","file":"/etc/caddy/Caddyfile"}',
      '!{"level":"info","ts":"{iso}","msg":"serving initial configuration"}',
    ],
    usual: [
      '!{"level":"info","ts":"{iso}","logger":"http.log.access","msg":"handled request","request":{"remote_ip":"{ip}","method":"GET","uri":"{path}"},"status":200,"duration":0.0{ms}}',
      '!{"level":"info","ts":"{iso}","logger":"tls.renew","msg":"certificate is still good","identifier":"staging.acme.example","remaining":"{n} h"}',
      '!{"level":"error","ts":"{iso}","logger":"http.log.error","msg":"dial tcp 10.5.0.4:8443: i/o timeout","status":502}',
    ],
    stop: ['!{"level":"info","ts":"{iso}","msg":"shutting down","signal":"SIGTERM"}'],
    crash: ['!{"level":"error","ts":"{iso}","msg":"listening on :443: bind: address already in use"}'],
  },
  payments: {
    start: ["{day} INFO  [main] Payments 1.9.0-rc2 on port 8443"],
    usual: [
      "{day} INFO  [http-{ms}] charge {n} captured, {amount} EUR",
      "{day} DEBUG [http-{ms}] POST /v1/charges idempotency-key={id}",
      "{day} INFO  [settle-1] settlement batch {n} done, {ms} charges",
      "!{day} WARN  [http-{ms}] card issuer answered after {n} ms",
      "!{day} ERROR [http-{ms}] java.net.SocketTimeoutException: Read timed out\n!\tat acme.issuer.Client.call(Client.java:118)\n!\tat acme.charge.Capture.run(Capture.java:57)",
    ],
    stop: ["{day} INFO  [main] SIGTERM: {ms} charges under way, waiting"],
    crash: ["!{day} ERROR [main] java.lang.OutOfMemoryError: Java heap space"],
  },
};
