/**
 * The panel's formulas. They also run in the page, as the text of these functions: nothing outside them may be named.
 */

/** χ(t)/log C = 2·κ·h(direction·b·(t/Γ − ½)). */
export function chi(kappa: number, growth: number, direction: number, progress: number): number {
  return (2 * kappa) / (1 + Math.exp(-direction * growth * (progress - 0.5)));
}

/** g(t) = h(B·(t/Γ − transition)), the global trust of ProSelfLC. */
export function globalTrust(growth: number, transition: number, progress: number): number {
  return 1 / (1 + Math.exp(-growth * (progress - transition)));
}

/** Share in % of the images drawn whose uncertainty is strictly below the threshold; null without an image. */
export function shareBelow(
  entropies: number[],
  noisy: boolean[],
  wanted: boolean,
  threshold: number,
): number | null {
  let drawn = 0;
  let below = 0;
  for (let n = 0; n < entropies.length; n++) {
    if (noisy[n] !== wanted || entropies[n] < 0) continue;
    drawn++;
    if (entropies[n] < threshold) below++;
  }
  return drawn > 0 ? (100 * below) / drawn : null;
}
