const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '±': '$\\pm$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '−': '$-$',
  '–': '--',
  '→': '$\\rightarrow$',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  α: '$\\alpha$',
  β: '$\\beta$',
  γ: '$\\gamma$',
  ε: '$\\varepsilon$',
  η: '$\\eta$',
  κ: '$\\kappa$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  ν: '$\\nu$',
  τ: '$\\tau$',
  '†': '\\textdagger{}',
  '‡': '\\textdaggerdbl{}',
  '…': '\\ldots{}',
};

/** Text that LaTeX prints as it stands: special characters escaped, `->` as an arrow, common symbols in maths. */
export function escapeLatex(text: string): string {
  return text
    .replace(/->/g, '→')
    .replace(/[\s\S]/gu, (character) => SPECIAL[character] ?? character)
    .replace(/\s*\n\s*/g, ' ');
}
