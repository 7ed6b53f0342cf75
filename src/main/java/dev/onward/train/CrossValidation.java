package dev.onward.train;

import java.util.List;

/** Tries candidates on folds and chooses the one with the lowest log-loss, the simpler one in a tie. */
final class CrossValidation {

    private final LabelledRows data;
    private final Groups groups;
    private final Folds folds;

    CrossValidation(LabelledRows data, Groups groups) {
        this.data = data;
        this.groups = groups;
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
            if (result.evaluation().logLoss() < best.evaluation().logLoss()) {
                best = result;
            }
        }
        return best;
    }

    private Result result(Candidate candidate, Progress progress) {
        Result result = new Result(candidate, Evaluation.of(scores(candidate), data, groups));
        progress.tried(result);
        return result;
    }

    /** Each row's score by the model that was fitted to the other folds. */
    private double[] scores(Candidate candidate) {
        double[] scores = new double[data.size()];
        for (int i = 0; i < Folds.COUNT; i++) {
            int fold = i;
            Classifier classifier = Classifier.fit(data.where(row -> folds.of(row) != fold), candidate);
            for (int row = 0; row < scores.length; row++) {
                if (folds.of(row) == fold) {
                    scores[row] = classifier.score(data.row(row));
                }
            }
        }
        return scores;
    }
}
