/** What words in the paper's claims, rows and columns mean: lines below its tables. */
export const SBT =
  'SBT α1/α2/α3: a skillful but bad teacher. Its loss is the cross-entropy, less α1 times it where the prediction is right, plus α2 times it where the truth is not among the 4 best classes, plus α3 times that of 3 random labels.';
export const PRINTED_SBT = 'SBT 1 to SBT 7: the teachers the paper prints, without their α.';
export const MASKED_REWEIGHTING =
  'Masked re-weighting (as in PRODEN, loss `proden`): after each epoch the target of an image is the student’s own softmax within the label set of the image, renormalised.';
export const RULES =
  'Rows named frozen, replace, average: the target stays, is the student’s softmax, or is the mean of that and the first target; whole soft label: the first target is not cut to its 4 largest entries.';
export const RATES =
  'η_k (unreliability): how often the truth is missing from the k most probable classes of a soft label; γ_k (ambiguity): how often the most confusable wrong class is among them.';
