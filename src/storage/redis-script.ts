/**
 * Counts one message against all limits at once, by Redis's own clock. Overall the messages stand in line, each a little
 * after the one before (`KEYS[1]`: when the next may leave); a chat keeps the times of its last messages (`KEYS[2]`).
 * ARGV: pause between messages in ms, longest wait in ms, urgent (1 or 0), a name for this message, then messages and
 * length in ms of each of the chat's limits. Gives {1, ms until it leaves}, or what it waits for ({0, ms} all
 * chats together, {2, ms} its own) and when to ask again.
 */
export const RESERVE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local pause, horizon, urgent, name = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4]
local longest, wait = 0, 0
for at = 5, #ARGV, 2 do
  local messages, length = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  longest = math.max(longest, length)
  local last = redis.call('ZREVRANGE', KEYS[2], messages - 1, messages - 1, 'WITHSCORES')
  if last[2] then wait = math.max(wait, last[2] + length - now) end
end
if wait > 0 then return {2, math.ceil(wait)} end
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
if free > now + 60000 then free = now end
local leaves = math.max(now, free)
if urgent then leaves = now
elseif leaves - now > horizon then return {0, math.ceil(leaves - now - horizon / 2)} end
redis.call('SET', KEYS[1], string.format('%.3f', math.max(now, free) + pause), 'PX', 120000)
if longest > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - longest)
  redis.call('ZADD', KEYS[2], string.format('%.3f', leaves), name)
  redis.call('PEXPIRE', KEYS[2], math.ceil(longest + horizon))
end
return {1, math.ceil(leaves - now)}
`;
