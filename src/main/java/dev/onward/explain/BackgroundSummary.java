package dev.onward.explain;

import dev.onward.explain.graph.AdditiveModel;
import dev.onward.explain.graph.AnswerFormula;
import dev.onward.explain.graph.AnswerTerms;
import dev.onward.explain.graph.NumberColumn;
import dev.onward.explain.graph.Product;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.table.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Statistics of a background for exact explanations, as they are stored in the model's file: the means of columns and
 * of their products, and the pattern counts of trees. Immutable.
 */
public final class BackgroundSummary {

    /**
     * The number of rows after which the size of the pattern counts is compared with the maximum for the first time.
     */
    private static final int FIRST_CHECK = 32;

    /** The part of the largest possible sample that is stored at least, if the size grows no faster than the rows. */
    private static final double CHECK_RATIO = 0.9;

    /** The maximum ratio of the numbers of rows at two checks, since the size may grow faster than the rows. */
    private static final double MAX_STEP = 2;

    /** The number of rows from which a standard error is estimated. */
    private static final int ERROR_ROWS = 1000;

    private final AdditiveModel model;
    private final ExplanationMemory memory;
    private final AnswerTerms terms;
    private final double[] means;
    private final double[] products;
    private final List<PatternCounts> patterns;
    private final long rows;

    private BackgroundSummary(
            AdditiveModel model,
            ExplanationMemory memory,
            double[] means,
            double[] products,
            List<PatternCounts> patterns,
            long rows) {
        this.model = model;
        this.memory = memory;
        this.terms = AnswerTerms.of(model);
        this.means = means;
        this.products = products;
        this.patterns = List.copyOf(patterns);
        this.rows = rows;
    }

    /**
     * Summarises a background.
     *
     * @param background in random order, if it has trees and may be too large
     * @param maxPatternBytes the maximum size of the pattern counts; if not all rows fit, the first rows that do are
     *     counted
     * @return empty if the model's graph is not explained exactly, or not even a few rows fit
     */
    public static Optional<BackgroundSummary> of(ExplainableModel model, Background background, long maxPatternBytes) {
        return model.additive().flatMap(additive -> of(additive, background, maxPatternBytes));
    }

    private static Optional<BackgroundSummary> of(AdditiveModel model, Background background, long maxPatternBytes) {
        Counter counter = new Counter(AnswerTerms.of(model));
        Optional<BackgroundSummary> fitting = Optional.empty();
        int next = Math.min(FIRST_CHECK, background.size());
        for (int row = 0; row < background.size(); row++) {
            counter.add(new TableRow(background.rows(), row), background.weight(row));
            if (row + 1 == next) {
                List<PatternCounts> counts = counter.counts();
                long bytes = bytes(counts, maxPatternBytes);
                if (bytes > maxPatternBytes) {
                    return fitting;
                }
                fitting = Optional.of(counter.summary(model, counts));
                double step = Math.min(MAX_STEP, CHECK_RATIO * maxPatternBytes / bytes);
                next = counter.hasTrees()
                        ? (int) Math.min(background.size(), next * Math.max(1 / CHECK_RATIO, step))
                        : background.size();
            }
        }
        return fitting;
    }

    /**
     * The size of the pattern counts: before compression, which takes longer than counting, if that is small enough.
     */
    private static long bytes(List<PatternCounts> counts, long maxPatternBytes) {
        long plain = PatternCodec.plainSize(counts);
        return plain <= maxPatternBytes ? plain : PatternCodec.write(counts).length;
    }

    /** Sums and counts over rows. */
    private static final class Counter {

        private final AnswerTerms terms;
        private final double[] columns;
        private final double[] products;
        private final List<PatternCounter> patterns;
        private long rows;

        Counter(AnswerTerms terms) {
            this.terms = terms;
            columns = new double[terms.columns().size()];
            products = new double[terms.products().size()];
            patterns = terms.ensembles().stream().map(PatternCounter::new).toList();
        }

        boolean hasTrees() {
            return !patterns.isEmpty();
        }

        void add(TableRow row, int weight) {
            for (int i = 0; i < columns.length; i++) {
                columns[i] += weight * terms.columns().get(i).of(row);
            }
            for (int i = 0; i < products.length; i++) {
                products[i] += weight * terms.products().get(i).of(row);
            }
            for (int i = 0; i < patterns.size(); i++) {
                TreeEnsemble ensemble = terms.ensembles().get(i);
                patterns.get(i).add(ensemble.encode(row), weight);
            }
            rows += weight;
        }

        List<PatternCounts> counts() {
            return patterns.stream().map(PatternCounter::counts).toList();
        }

        BackgroundSummary summary(AdditiveModel model, List<PatternCounts> counts) {
            return new BackgroundSummary(
                    model,
                    new ExplanationMemory(ExplanationMemory.MAX_BYTES),
                    divided(columns),
                    divided(products),
                    counts,
                    rows);
        }

        private double[] divided(double[] sums) {
            return Arrays.stream(sums).map(sum -> sum / rows).toArray();
        }
    }

    /**
     * Reads a summary. Its pattern counts take memory of the model, which is never given back.
     *
     * @param patterns as {@link #patterns()} returned them; of no bytes if the model has no trees
     * @throws NoBackgroundException if it does not fit the model
     */
    public static BackgroundSummary read(
            ExplainableModel explainable, List<Double> means, List<Double> products, byte[] patterns, long rows) {
        AdditiveModel model = explainable
                .additive()
                .orElseThrow(() -> new NoBackgroundException("the graph does not support exact explanations"));
        AnswerTerms terms = AnswerTerms.of(model);
        if (means.size() != terms.columns().size()
                || products.size() != terms.products().size()) {
            throw new NoBackgroundException("the means in the card do not match the graph");
        }
        List<PatternCounts> counts = terms.ensembles().isEmpty()
                ? List.of()
                : PatternCodec.read(
                        patterns, terms.ensembles(), explainable.memory().freePatternBytes());
        if (counts.stream().anyMatch(of -> of.rows() != rows) || rows < 1) {
            throw new NoBackgroundException("the pattern counts in the file do not match the card");
        }
        if (!explainable
                .memory()
                .reservePatterns(counts.stream().mapToLong(PatternCounts::bytes).sum())) {
            throw NoBackgroundException.tooLarge();
        }
        return new BackgroundSummary(model, explainable.memory(), array(means), array(products), counts, rows);
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The number of rows, counted by their weights. */
    public long rows() {
        return rows;
    }

    /** The means of the encoded columns, in the order of the graph. */
    public List<Double> means() {
        return Arrays.stream(means).boxed().toList();
    }

    /** The means of the products of columns, in the order of the graph. */
    public List<Double> products() {
        return Arrays.stream(products).boxed().toList();
    }

    /** The pattern counts; of no bytes if the model has no trees. */
    public byte[] patterns() {
        return patterns.isEmpty() ? new byte[0] : PatternCodec.write(patterns);
    }

    /** The statistics from which explanations are computed. */
    BackgroundStatistics statistics() {
        Map<NumberColumn, Double> columnMeans = new LinkedHashMap<>();
        Map<Product, Double> productMeans = new LinkedHashMap<>();
        Map<TreeEnsemble, PatternCounts> counts = new LinkedHashMap<>();
        IntStream.range(0, means.length)
                .forEach(i -> columnMeans.put(terms.columns().get(i), means[i]));
        IntStream.range(0, products.length)
                .forEach(i -> productMeans.put(terms.products().get(i), products[i]));
        IntStream.range(0, patterns.size())
                .forEach(i -> counts.put(terms.ensembles().get(i), patterns.get(i)));
        return BackgroundStatistics.of(columnMeans, productMeans, counts, rows, memory);
    }

    /**
     * Estimates the standard errors of the base of each answer that are due to counting a sample, in the space of the
     * explanation; 0 if all rows were counted.
     *
     * @param population the number of rows of which the background is a random sample
     */
    public double[] standardErrors(Background background, long population) {
        double[] errors = new double[model.answers().size()];
        int size = Math.min(ERROR_ROWS, background.size());
        if (rows >= population || size < 2) {
            return errors;
        }
        double[] sums = new double[errors.length];
        double[][] values = new double[size][];
        RowValues rowValues = new RowValues(background.rows());
        for (int row = 0; row < size; row++) {
            rowValues.moveTo(row);
            values[row] = model.answers().stream()
                    .mapToDouble(answer -> rowValues.value(answer.explained()))
                    .toArray();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += values[row][i];
            }
        }
        for (int i = 0; i < errors.length; i++) {
            double squares = 0;
            for (double[] row : values) {
                squares += (row[i] - sums[i] / size) * (row[i] - sums[i] / size);
            }
            // Drawn without replacement from a finite number of rows.
            errors[i] = Math.sqrt(squares / (size - 1) / rows * (1 - (double) rows / population));
        }
        return errors;
    }

    /** The largest difference of any contribution to any answer for these rows from that with another summary. */
    public double largestDifference(BackgroundSummary other, Table explained) {
        BackgroundStatistics own = statistics();
        BackgroundStatistics others = other.statistics();
        RowValues rowValues = new RowValues(explained);
        double largest = 0;
        for (AnswerFormula answer : model.answers()) {
            ScoreShapley first = new ScoreShapley(answer.explained(), own);
            ScoreShapley second = new ScoreShapley(answer.explained(), others);
            for (int row = 0; row < explained.rows(); row++) {
                rowValues.moveTo(row);
                double[] contributions = first.contributions(rowValues);
                double[] compared = second.contributions(rowValues);
                for (int i = 0; i < contributions.length; i++) {
                    largest = Math.max(largest, Math.abs(contributions[i] - compared[i]));
                }
            }
        }
        return largest;
    }
}
