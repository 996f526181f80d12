// A loader for the bundler: marks what @xyflow/react makes at its top level as free of side effects, so that the parts of
// it that no picture uses (minimap, controls, resizers) stay out of the browser: 6 kB less, gzip. The names that it gives
// its components for debugging go, as they would keep them in.

/** @param {string} source the library as one module */
export default function load(source) {
  return source
    .replaceAll(/^(?:const|var) \w+ = (?=(?:memo|forwardRef|fixedForwardRef|createContext)\()/gm, '$&/*#__PURE__*/ ')
    .replaceAll(/^\w+\.displayName = '\w+';$/gm, '')
}
