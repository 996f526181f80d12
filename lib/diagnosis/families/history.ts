import type { Rule } from '../rule'

export const historyRules: readonly Rule[] = []
