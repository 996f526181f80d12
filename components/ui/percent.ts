/**
 * A share of a whole, 0 to 1, as figures: `33%`, below ten percent `2.4%`, and `<0.1%` for what is more than nothing.
 * Only the whole is `100%`: what falls short of it by less than a half percent is `>99%`.
 */
export function percent(share: number): string {
  const hundredths = share * 100
  if (hundredths <= 0) return '0%'
  if (hundredths < 0.1) return '<0.1%'
  if (hundredths < 9.95) return `${hundredths.toFixed(1).replace(/\.0$/, '')}%`
  if (hundredths >= 99.5 && hundredths < 100 - 1e-9) return '>99%'
  return `${Math.round(hundredths)}%`
}
