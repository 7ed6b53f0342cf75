package dev.onward.explain;

import dev.onward.explain.graph.AdditiveModel;
import dev.onward.explain.graph.AnswerTerms;
import dev.onward.explain.graph.NumberColumn;
import dev.onward.explain.graph.Product;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Statistics of a background for exact explanations: the means of columns and of their products, and the pattern counts
 * of trees. Computed in one pass over the rows.
 */
final class BackgroundStatistics {

    /** The maximum memory of the pattern counts of a background that is not stored in the model's file. */
    private static final long MAX_PATTERN_BYTES = ExplanationMemory.MAX_BYTES / 4 * 3;

    /** The number of rows up to which there are no tables, since they are read faster than tables are filled. */
    private static final int MAX_ROWS_WITHOUT_TABLES = 4;

    /** The memory of a background of few rows, which is used for one request. */
    private static final long MAX_BYTES_OF_FEW_ROWS = 8L << 20;

    private static final long SEED = 20_261_122;

    private final Map<NumberColumn, Double> means;
    private final Map<Product, Double> products;
    private final Map<TreeEnsemble, TreeShapley> trees;
    private final long rows;

    private BackgroundStatistics(
            Map<NumberColumn, Double> means,
            Map<Product, Double> products,
            Map<TreeEnsemble, TreeShapley> trees,
            long rows) {
        this.means = means;
        this.products = products;
        this.trees = trees;
        this.rows = rows;
    }

    /**
     * Computes the statistics of the background, or of the largest random sample of it whose patterns fit in memory.
     * The same background always gives the same sample.
     *
     * @param shared the memory of the model, for a background that is used as long as the model; empty for a background
     *     that has memory of its own
     * @throws NoBackgroundException if there is not enough shared memory
     */
    static BackgroundStatistics of(AdditiveModel model, Background background, Optional<ExplanationMemory> shared) {
        Map<NumberColumn, Double> means = new LinkedHashMap<>();
        Map<Product, Double> products = new LinkedHashMap<>();
        boolean isSmall = background.size() <= MAX_ROWS_WITHOUT_TABLES;
        Map<TreeEnsemble, PatternCounter> counters = new LinkedHashMap<>();
        AnswerTerms terms = AnswerTerms.of(model);
        terms.columns().forEach(column -> means.put(column, 0.0));
        terms.products().forEach(product -> products.put(product, 0.0));
        if (!isSmall) {
            terms.ensembles().forEach(ensemble -> counters.put(ensemble, new PatternCounter(ensemble)));
        }
        int[] order = order(background.size(), counters.isEmpty());
        long rows = 0;
        for (int row : order) {
            TableRow tableRow = new TableRow(background.rows(), row);
            int weight = background.weight(row);
            means.replaceAll((column, sum) -> sum + weight * column.of(tableRow));
            products.replaceAll((product, sum) -> sum + weight * product.of(tableRow));
            counters.forEach((ensemble, counter) -> counter.add(ensemble.encode(tableRow), weight));
            rows += weight;
            if (counters.values().stream().mapToLong(PatternCounter::bytes).sum() > MAX_PATTERN_BYTES) {
                break;
            }
        }
        double total = rows;
        means.replaceAll((column, sum) -> sum / total);
        products.replaceAll((product, sum) -> sum / total);
        Map<TreeEnsemble, PatternCounts> counts = new LinkedHashMap<>();
        for (TreeEnsemble ensemble : terms.ensembles()) {
            PatternCounter counter = counters.get(ensemble);
            counts.put(ensemble, counter == null ? PatternCounts.of(ensemble, background) : counter.counts());
        }
        return new BackgroundStatistics(means, products, shapley(counts, rows, memory(counts, isSmall, shared)), rows);
    }

    /** Returns the memory, after taking that of the pattern counts. */
    private static ExplanationMemory memory(
            Map<TreeEnsemble, PatternCounts> counts, boolean isSmall, Optional<ExplanationMemory> shared) {
        ExplanationMemory memory = shared.orElseGet(
                () -> new ExplanationMemory(isSmall ? MAX_BYTES_OF_FEW_ROWS : ExplanationMemory.MAX_BYTES));
        boolean fits = memory.reservePatterns(
                counts.values().stream().mapToLong(PatternCounts::bytes).sum());
        if (!fits && shared.isPresent()) {
            throw NoBackgroundException.tooLarge();
        }
        return fits ? memory : new ExplanationMemory(0);
    }

    /**
     * Statistics that were computed before.
     *
     * @param memory which has been taken for the pattern counts
     */
    static BackgroundStatistics of(
            Map<NumberColumn, Double> means,
            Map<Product, Double> products,
            Map<TreeEnsemble, PatternCounts> counts,
            long rows,
            ExplanationMemory memory) {
        return new BackgroundStatistics(means, products, shapley(counts, rows, memory), rows);
    }

    /** The order in which rows are counted: random if counting may end early. */
    private static int[] order(int size, boolean isComplete) {
        int[] order = new int[size];
        Random random = new Random(SEED);
        for (int i = 0; i < size; i++) {
            int other = isComplete ? i : random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static Map<TreeEnsemble, TreeShapley> shapley(
            Map<TreeEnsemble, PatternCounts> counts, long rows, ExplanationMemory memory) {
        boolean hasTables = rows > MAX_ROWS_WITHOUT_TABLES;
        Map<TreeEnsemble, TreeShapley> trees = new HashMap<>();
        counts.forEach((ensemble, own) -> trees.put(ensemble, new TreeShapley(ensemble, own, memory, hasTables)));
        return trees;
    }

    /** The number of rows, counted by their weights. */
    long rows() {
        return rows;
    }

    double mean(NumberColumn column) {
        Double mean = means.get(column);
        return mean == null ? Double.NaN : mean;
    }

    double mean(Product product) {
        Double mean = products.get(product);
        return mean == null ? Double.NaN : mean;
    }

    TreeShapley shapley(TreeEnsemble ensemble) {
        TreeShapley shapley = trees.get(ensemble);
        if (shapley == null) {
            throw new IllegalArgumentException("expected an ensemble of the model");
        }
        return shapley;
    }
}
