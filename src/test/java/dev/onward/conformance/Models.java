package dev.onward.conformance;

/**
 * By which names a server has the two models that the cases ask.
 *
 * @param numbers takes x, FP32 [-1, 2], and gives predict, INT64 [-1, 1], 1 where the first number is larger than the
 *     second, and predict_proba, FP64 [-1, 2], the probabilities of 0 and of 1, 1 / (1 + exp(second - first))
 * @param columns takes fp32, fp64, int32, int64, bool and bytes, each [-1, 1], and gives each as it came, named with
 *     "_out" at its end
 */
record Models(String numbers, String columns) {

    static final Models USUAL = new Models("numbers", "columns");
}
