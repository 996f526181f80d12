/**
 * How likely at most it is that draws with these chances fall as far from them as the counts do: a test of goodness
 * of fit that errs on the safe side at every number of draws, where the chi-square distribution of the usual ones is
 * an approximation that fails in the far tail. Distance is the relative entropy of the counted frequencies to the
 * chances; n times that exceeds x with a probability of at most exp(-x) (e x / (k-1))^(k-1) for k outcomes and x > k-1.
 * Zero where something was counted that has no chance.
 *
 * Source: R. Agrawal, Finite-Sample Concentration of the Multinomial in Relative Entropy, IEEE Trans. Inf. Theory
 * 66 (2020), theorem 1.2.
 *
 * @param counts how often each outcome was drawn
 * @param chances of each outcome; they add up to 1
 */
export function likelihoodBound(counts: readonly number[], chances: readonly number[]): number {
  const draws = counts.reduce((sum, count) => sum + count, 0)
  let distance = 0
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue
    const chance = chances[index] ?? 0
    if (chance === 0) return 0
    distance += count * Math.log(count / (draws * chance))
  }
  const freedom = chances.filter((chance) => chance > 0).length - 1
  if (freedom <= 0 || distance <= freedom) return 1
  return Math.min(1, Math.exp(freedom * (1 + Math.log(distance / freedom)) - distance))
}
