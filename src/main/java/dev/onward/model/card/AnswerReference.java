package dev.onward.model.card;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The predictions of one class or value for the reference data.
 *
 * @param name of the class or value
 * @param count the number of rows for which the class was predicted; empty for a value, and if there are fewer than
 *     five in confidential data
 * @param scores the probabilities or scores of the class, or the predicted values
 * @param calibration of a class with probabilities, if the true classes are known
 * @param residuals of a value, if the true values are known
 */
public record AnswerReference(
        String name,
        OptionalLong count,
        Optional<Histogram> scores,
        Optional<Calibration> calibration,
        Optional<Residuals> residuals) {

    /** The section for a class or value with its name only. */
    public static AnswerReference of(String name) {
        return new AnswerReference(name, OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public AnswerReference withCount(long newCount) {
        return new AnswerReference(name, OptionalLong.of(newCount), scores, calibration, residuals);
    }

    public AnswerReference withScores(Optional<Histogram> newScores) {
        return new AnswerReference(name, count, newScores, calibration, residuals);
    }

    public AnswerReference withCalibration(Optional<Calibration> newCalibration) {
        return new AnswerReference(name, count, scores, newCalibration, residuals);
    }

    public AnswerReference withResiduals(Optional<Residuals> newResiduals) {
        return new AnswerReference(name, count, scores, calibration, newResiduals);
    }
}
