package dev.onward.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How good answers of classes were.
 *
 * @param loss the log-loss: the mean of minus the natural logarithm of the probability given to the right class
 * @param groups how many different rows there were
 * @param wrongGroups how many groups of equal rows hold a row with a wrong answer
 * @param confusion counts by the right class and the answered class
 * @param more what is measured of this kind of model alone
 */
record ClassEvaluation(
        int rows, double loss, int groups, long wrongGroups, List<List<Long>> confusion, List<Measure> more)
        implements Evaluation {

    /** @param outputs of each row's model, [rows, outputs] */
    static ClassEvaluation of(ClassKind kind, double[][] outputs, LabelledRows data, Groups groups) {
        double logLoss = 0;
        long[][] counts = new long[data.classes()][data.classes()];
        for (int row = 0; row < outputs.length; row++) {
            int truth = data.classOf(row);
            logLoss += kind.logLoss(outputs[row], truth);
            counts[truth][kind.answer(outputs[row])]++;
        }
        long wrong = groups.rows().stream()
                .filter(group -> group.stream().anyMatch(row -> kind.answer(outputs[row]) != data.classOf(row)))
                .count();
        return new ClassEvaluation(
                outputs.length,
                logLoss / outputs.length,
                groups.size(),
                wrong,
                IntStream.range(0, counts.length)
                        .mapToObj(truth -> IntStream.range(0, counts.length)
                                .mapToObj(answer -> counts[truth][answer])
                                .toList())
                        .toList(),
                kind.measures(outputs, data));
    }

    long errors() {
        long right = IntStream.range(0, confusion.size())
                .mapToLong(i -> confusion.get(i).get(i))
                .sum();
        return rows - right;
    }

    double accuracy() {
        return (double) (rows - errors()) / rows;
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>(List.of(
                new Measure("accuracy", accuracy()), new Measure("errors", errors()), new Measure("log-loss", loss)));
        measures.addAll(more);
        return measures;
    }

    @Override
    public String summary() {
        return String.format(Locale.ROOT, "log-loss %.6f, errors %d", loss, errors());
    }
}
