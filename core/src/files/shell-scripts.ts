import { fileNameBytes } from "./file-name-bytes.ts";

/**
 * What Quayside runs in a container to reach its files: programs of POSIX, GNU and busybox alike, and `stat -c`, which
 * both have. The scripts are constants; paths and all else go in as arguments and are never read as shell.
 */

/** Messages in one language, and links told without quotes (GNU). */
export const scriptEnvironment = ["LC_ALL=C", "QUOTING_STYLE=literal"];

/** The arguments of an exec. A path that is no UTF-8 can't stand in the engine's JSON: then each goes in as octal digits. */
export function scriptCommand(script: string, args: readonly string[]): readonly string[] {
  if (!args.some((arg) => /[\uef80-\uefff]/.test(arg))) return ["sh", "-c", script, "sh", ...args];
  return ["sh", "-c", UNPACK, "sh", script, ...args.map(octalText)];
}

/** The dot keeps line feeds at the end of a name, which the shell takes off otherwise. */
const UNPACK = `s=$1; shift; n=$#
while [ $n -gt 0 ]; do a=$(printf '%b.' "$1"); set -- "$@" "\${a%.}"; shift; n=$((n - 1)); done
exec sh -c "$s" sh "$@"`;

function octalText(arg: string): string {
  return [...fileNameBytes(arg)].map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join("");
}

/** What the records are told by: nobody in the container knows the token before. See `parseRecords`. */
export interface Marks {
  /** For `stat -c`: all of an entry itself. */
  readonly facts: string;
  /** The same for what a link leads to: its kind. */
  readonly ends: string;
}

export function marks(token: string): Marks {
  return {
    facts: `${token}F%f %u %g %s %Y %y${token}%U${token}%G${token}%n${token}%N`,
    ends: `${token}E%f${token}%n`,
  };
}

/** $1 directory, $2 facts, $3 ends. */
export const LIST = `d=$1
if [ ! -d "$d" ]; then stat -L "$d" >/dev/null || exit 1; echo "Not a directory" >&2; exit 1; fi
[ "$d" = / ] && d=
[ -r "$d/." ] || { echo "Permission denied" >&2; exit 1; }
if command -v find >/dev/null 2>&1; then
  find "$d/." ! -name . -prune -exec stat -c "$2" {} +; r=$?
  find "$d/." ! -name . -prune -type l -exec stat -L -c "$3" {} + 2>/dev/null
  exit $r
fi
cd "$d/." || exit 1
for f in * .[!.]* ..?*; do
  if [ -L "$f" ]; then stat -c "$2" "./$f"; stat -L -c "$3" "./$f" 2>/dev/null; elif [ -e "$f" ]; then stat -c "$2" "./$f"; fi
done
exit 0`;

/** $f file, $a facts, $k token. Of a link the facts come twice: its own, then those of what it leads to. */
const TELL = `stat -c "$a" "$f" || exit 1
[ -L "$f" ] && stat -L -c "$a" "$f" 2>/dev/null
w=r; [ -w "$f" ] && w=w
r=$(readlink -fn "$f" && echo .)
printf '%s' "$k" "R$w" "$k" "\${r%.}" "$k"`;

/** $1 file, $2 facts, $3 token. */
export const STAT = `f=$1 a=$2 k=$3
${TELL}`;

/** $1 file, $2 facts, $3 token, $4 first byte counted from 1, $5 how many, or "all". What is read follows the second token of "P". */
export const READ = `f=$1
[ -d "$f" ] && { echo "Is a directory" >&2; exit 1; }
[ -e "$f" ] || { stat -L "$f" >/dev/null; exit 1; }
[ -f "$f" ] || { echo "quayside: no-file" >&2; exit 1; }
[ -r "$f" ] || { echo "Permission denied" >&2; exit 1; }
stat -L -c "$2" "$f" || exit 1
printf '%s' "$3P$$" "$3"
if [ "$5" = all ]; then exec cat "$f"; fi
tail -c "+$4" "$f" | head -c "$5"`;

/** $1 directory, $2 token. The tar follows the second token of "P". */
export const TAR = `[ -d "$1/." ] || { stat "$1" >/dev/null || exit 1; echo "Not a directory" >&2; exit 1; }
[ -r "$1/." ] || { echo "Permission denied" >&2; exit 1; }
command -v tar >/dev/null 2>&1 || exit 127
printf '%s' "$2P$$" "$2"
exec tar -C "$1/." -cf - .`;

/**
 * $1 file, $2 bytes to come, $3 what its size and time must begin with, or "new" or "any", $4 what they must hold,
 * $5 a name for what is not done yet, $6 mode of a new file or "", $7 facts, $8 token.
 *
 * The new content is whole beside the old before it takes its place. By renaming, where owner and mode can be kept so;
 * else by writing into the old file, with a copy of it to go back to: a mount, a file with several names, a directory
 * that its user may not write to.
 */
export const WRITE = `f=$1 n=$2 w=$3 v=$4 x=$5 m=$6 a=$7 k=$8
no() { echo "quayside: $1" >&2; exit 1; }
if [ -L "$f" ]; then
  r=$(readlink -fn "$f" && echo .); r=\${r%.}
  [ -n "$r" ] || { stat -L "$f" >/dev/null; exit 1; }
  f=$r
fi
seen() { stat -c '%s %Y %y' "$f" 2>/dev/null; }
meant() { [ "$w" = any ] || case "$(seen)" in "$w"*"$v"*) true;; *) false;; esac; }
[ -d "$f" ] && no is-directory
old=
if [ -e "$f" ]; then
  [ "$w" = new ] && no exists
  [ -f "$f" ] || no no-file
  old=1
  meant || no changed
elif [ "$w" != any ] && [ "$w" != new ]; then
  stat "$f" >/dev/null; exit 1
fi
d=\${f%/*} t=
trap 'rm -f "$t" "$t.old"' EXIT
trap 'exit 1' HUP INT TERM
for p in "$d" /tmp /dev/shm; do
  if (umask 077; : > "$p/$x") 2>/dev/null; then t=$p/$x; break; fi
  [ -n "$old" ] || break
done
if [ -z "$t" ]; then : > "$d/$x"; exit 1; fi
head -c "$n" | cat > "$t" || exit 1
[ "$(wc -c < "$t")" -eq "$n" ] || no short
if [ -z "$old" ]; then
  [ -n "$m" ] || m=$(printf '%o' $((0666 & ~0$(umask))))
  chmod "$m" "$t" || exit 1
  if [ -e "$f" ] || [ -L "$f" ]; then no exists; fi
  mv "$t" "$f" || exit 1
else
  own=$(stat -c '%u:%g %a' "$f") || exit 1
  if [ "$p" = "$d" ] && [ "$(stat -c %h "$f")" = 1 ] && chown "\${own% *}" "$t" 2>/dev/null &&
    chmod "\${own#* }" "$t" 2>/dev/null && [ "$(stat -c '%u:%g %a' "$t")" = "$own" ]; then
    meant || no changed
    mv -f "$t" "$f" 2>/dev/null && t= || own=
  else own=; fi
  if [ -z "$own" ]; then
    (umask 077; cat "$f" > "$t.old") || exit 1
    meant || no changed
    if ! cat "$t" > "$f"; then [ -w "$f" ] && cat "$t.old" > "$f"; exit 1; fi
  fi
fi
${TELL}`;

/** $1 directory. */
export const MAKE_DIRECTORY = `mkdir "$1"`;

/** $1 from, $2 to: nothing may be there, since mv would move into a directory. */
export const RENAME = `if [ -e "$2" ] || [ -L "$2" ]; then echo "quayside: exists" >&2; exit 1; fi
mv "$1" "$2"`;

/** $1 file, link or directory with all in it. */
export const REMOVE = `if [ ! -e "$1" ] && [ ! -L "$1" ]; then stat "$1" >/dev/null; exit 1; fi
rm -rf "$1"`;

/** $1 process id, as READ told it. */
export const HANG_UP = `kill "$1"`;
