import type en from './terms.en.json'

/** A word of the product that has an explanation. */
export type TermId = keyof typeof en.term
