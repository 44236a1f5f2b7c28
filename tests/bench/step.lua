-- What a client sends at each step of a journey, as far as the front is concerned.
wrk.method = "POST"
wrk.body = '{"journey":"abc","answer":{"question":"breathing","value":"no"}}'
wrk.headers["Content-Type"] = "application/json"
