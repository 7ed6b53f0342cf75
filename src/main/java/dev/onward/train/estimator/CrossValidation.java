package dev.onward.train.estimator;

import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import java.util.List;

/** Evaluates candidates on the same folds and chooses the one with the lowest loss, the simpler one in a tie. */
public final class CrossValidation {

    private final LabelledRows data;
    private final RowGroups groups;
    private final Estimator estimator;
    private final Folds folds;

    public CrossValidation(LabelledRows data, RowGroups groups, Estimator estimator) {
        this.data = data;
        this.groups = groups;
        this.estimator = estimator;
        folds = Folds.of(groups, data.size());
    }

    /**
     * A candidate and its evaluation.
     *
     * @param outputs the outputs of each row by a model fitted to the other folds, [rows, outputs]
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Result(Candidate candidate, Evaluation evaluation, double[][] outputs) {}

    /** Receives each result as soon as it is computed. */
    public interface Progress {

        void tried(Result result);
    }

    /**
     * Evaluates the candidates and returns the best.
     *
     * @param candidates at least one, simpler ones first
     * @throws FitException if a fit has no unique solution or does not converge
     */
    public Result best(List<Candidate> candidates, Progress progress) {
        Result best = evaluate(candidates.get(0), progress);
        for (Candidate candidate : candidates.subList(1, candidates.size())) {
            Result result = evaluate(candidate, progress);
            if (result.evaluation().loss() < best.evaluation().loss()) {
                best = result;
            }
        }
        return best;
    }

    private Result evaluate(Candidate candidate, Progress progress) {
        double[][] outputs = outputs(candidate);
        Result result = new Result(candidate, estimator.evaluate(outputs, data, groups), outputs);
        progress.tried(result);
        return result;
    }

    /** The outputs of each row, [rows, outputs], by a model fitted to the other folds. */
    private double[][] outputs(Candidate candidate) {
        double[][] outputs = new double[data.size()][];
        for (int i = 0; i < Folds.COUNT; i++) {
            int fold = i;
            LinearModel model = LinearModel.fit(data.where(row -> folds.of(row) != fold), candidate, estimator);
            for (int row = 0; row < outputs.length; row++) {
                if (folds.of(row) == fold) {
                    outputs[row] = model.outputs(data.row(row));
                }
            }
        }
        return outputs;
    }
}
