-- The request that wrk sends over and over: a body and a cookie from the environment. Says so when an answer was no 200.
local body, cookie = os.getenv("BENCH_BODY"), os.getenv("BENCH_COOKIE")
if body then
  wrk.method = "POST"
  wrk.body = body
  wrk.headers["Content-Type"] = "application/json"
end
if cookie then wrk.headers["Cookie"] = cookie end

function done(summary, latency, requests)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("figures %.1f %d %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99), wrong))
end
