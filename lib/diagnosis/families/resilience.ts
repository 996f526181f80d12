import type { Rule } from '../rule'

export const resilienceRules: readonly Rule[] = []
