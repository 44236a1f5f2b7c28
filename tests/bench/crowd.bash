# Sourced by script/bench: what a good client waits beside 10,000 bad ones.

# As many of each as a few attackers could send. A flood costs the server as much as its sender, so there are few.
readonly crowd=(idle=2500 trickling=2500 half=2500 deaf=2480 flooding=20 dropping=100)
readonly crowd_files=12400  # the server holds one for each of them, for the good ones and for itself
readonly crowd_runs=$([[ $quick ]] && echo 1 || echo 5) crowd_seconds=$([[ $quick ]] && echo 5 || echo 10)
can_crowd() { [[ $files_allowed == unlimited || $files_allowed -ge $crowd_files ]]; }

resident_kib() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
# What the kernel holds of all sockets, in KiB: not the server's alone, and not in its resident memory.
socket_kib() { awk -v page="$(getconf PAGESIZE)" '/^TCP:/ { for (i = 1; i < NF; ++i) if ($i == "mem") print $(i + 1) * page / 1024 }' /proc/net/sockstat; }

# Good ones: people walking journeys. Their p99 in milliseconds, and the errors they had, go into a file.
good_ones() { # file
  "$programs/journeys_load" "$served" --rate 200 --seconds "$crowd_seconds" --settle 0 --think 0 >"$work/good" 2>&1 || true
  grep -q '^figures ' "$work/good" || { say "journeys_load did not come to its end:"; cat "$work/good" >&2; exit 1; }
  sed -n 's/^figures //p' "$work/good" | cut -d' ' -f3,6 >>"$work/$1"
}

# The crowd and the good ones stand for machines elsewhere. What they would not take of the server's processors is not
# to be measured: the crowd has what nobody else wants, and the good ones come before the server.
measure_crowd() {
  local run server
  can_crowd || { say "No crowd: ulimit -Hn is $files_allowed, $crowd_files are needed"; return; }
  say "Gathering a crowd: ${crowd[*]}"
  work=${work:-$(mktemp -d)}
  start nice -n 10 build/bench/cli/signpost serve pathways --port PORT --public-url http://127.0.0.1
  served=$port server=${pids[-1]}
  good_ones warm
  resident_kib "$server" >"$work/before"
  for ((run = 0; run < crowd_runs; ++run)); do
    say "  run $((run + 1)) of $crowd_runs"
    good_ones crowd-alone
    chrt --idle 0 "$programs/crowd" "$served" "${crowd[@]}" >"$work/crowd" 2>&1 &
    pids+=($!)
    until grep -q ready "$work/crowd"; do
      kill -0 "${pids[-1]}" 2>/dev/null || { cat "$work/crowd" >&2; exit 1; }
      sleep 0.2
    done
    good_ones crowd-beside
    resident_kib "$server" >>"$work/during"
    socket_kib >>"$work/sockets"
    ls "/proc/$server/fd" | wc -l >>"$work/held"
    kill "${pids[-1]}"
    wait "${pids[-1]}" || true
    unset 'pids[-1]'
    sed 's/^/    /' "$work/crowd" >&2
  done
}

most() { sort -g "$work/$1" | tail -1; }
crowd_rows() {
  local what="p99 of people at 200 requests/s, beside 10,000 bad connections" each
  can_crowd || { row "$what" "not measured: ulimit -Hn is $files_allowed, $crowd_files are needed" "" "" "<= 1.5"; return; }
  each=$(paste -d' ' "$work/crowd-beside" "$work/crowd-alone")
  row "$what" "$(cut -d' ' -f1 "$work/crowd-beside" | median) ms, $(awk '{ n += $2 } END { print n }' "$work/crowd-beside") errors" \
    "$(cut -d' ' -f1 "$work/crowd-alone" | median) ms without them" "$(awk '{ print $1 / $3 }' <<<"$each" | median | xargs printf '%.2f')" "<= 1.5"
  row "the server's memory meanwhile" "$(mebibytes "$(most during)"), $(most held) descriptors" "$(mebibytes "$(cat "$work/before")") before" "" "bounded"
  row "the kernel's, for all sockets of the machine" "$(mebibytes "$(most sockets)")" "" "" "bounded"
}
