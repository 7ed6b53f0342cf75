package dev.onward.train;

import java.util.List;

/** Tries candidates on folds and chooses the one with the lowest loss, the simpler one in a tie. */
final class CrossValidation {

    private final LabelledRows data;
    private final Groups groups;
    private final Kind kind;
    private final Folds folds;

    CrossValidation(LabelledRows data, Groups groups, Kind kind) {
        this.data = data;
        this.groups = groups;
        this.kind = kind;
        folds = Folds.of(groups, data.size());
    }

    /** A candidate and how it did. */
    record Result(Candidate candidate, Evaluation evaluation) {}

    /** Is told of each candidate when it has been tried. */
    interface Progress {
        void tried(Result result);
    }

    /** @param candidates at least one, simpler ones first */
    Result best(List<Candidate> candidates, Progress progress) {
        Result best = result(candidates.get(0), progress);
        for (Candidate candidate : candidates.subList(1, candidates.size())) {
            Result result = result(candidate, progress);
            if (result.evaluation().loss() < best.evaluation().loss()) {
                best = result;
            }
        }
        return best;
    }

    private Result result(Candidate candidate, Progress progress) {
        Result result = new Result(candidate, kind.evaluate(outputs(candidate), data, groups));
        progress.tried(result);
        return result;
    }

    /** Each row's outputs by the model that was fitted to the other folds. */
    private double[][] outputs(Candidate candidate) {
        double[][] outputs = new double[data.size()][];
        for (int i = 0; i < Folds.COUNT; i++) {
            int fold = i;
            LinearModel model = LinearModel.fit(data.where(row -> folds.of(row) != fold), candidate, kind);
            for (int row = 0; row < outputs.length; row++) {
                if (folds.of(row) == fold) {
                    outputs[row] = model.outputs(data.row(row));
                }
            }
        }
        return outputs;
    }
}
