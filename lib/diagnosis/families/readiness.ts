import type { Rule } from '../rule'

export const readinessRules: readonly Rule[] = []
