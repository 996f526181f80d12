import localFont from 'next/font/local'

// Latin alone, from packages: no request leaves this origin. `optional` keeps the text where it was first drawn; a
// font that comes late serves the next page.

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  variable: '--font-inter',
})

const jetbrains = localFont({
  src: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  display: 'optional',
  variable: '--font-jetbrains',
  // A fallback of another advance would not be the mono that lib/layout measures.
  adjustFontFallback: false,
})

/** Class names that give an element the variables `--font-inter` and `--font-jetbrains`. */
export const fonts = `${inter.variable} ${jetbrains.variable}`
