const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/**
 * A duration in milliseconds as kubectl prints an AGE: `5m30s`, `3h`, `2d4h`, `12d`.
 * Follows `duration.HumanDuration` of k8s.io/apimachinery/pkg/util/duration; negative durations are `0s`, since
 * clocks differ by more than nothing.
 */
export function formatAge(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND)
  if (seconds < 2 * 60) return `${seconds}s`
  const minutes = Math.floor(ms / MINUTE)
  if (minutes < 10) return joined(minutes, 'm', seconds % 60, 's')
  if (minutes < 3 * 60) return `${minutes}m`
  const hours = Math.floor(ms / HOUR)
  if (hours < 8) return joined(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(ms / DAY)
  if (days < 8) return joined(days, 'd', hours % 24, 'h')
  if (days < 2 * 365) return `${days}d`
  const years = Math.floor(ms / YEAR)
  if (years < 8) return joined(years, 'y', days % 365, 'd')
  return `${years}y`
}

function joined(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major}${majorUnit}` : `${major}${majorUnit}${minor}${minorUnit}`
}
