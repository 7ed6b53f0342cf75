package dev.onward.explain;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All that exact explanations of a model need to know of a background: the means of columns and of their products, and
 * the pattern counts of trees. Computed in one pass over the rows.
 */
final class BackgroundStatistics {

    /** The maximum memory of the tables and pattern counts of a model. */
    static final long MAX_BYTES = 64L << 20;

    /** The part of the memory that pattern counts may fill. The tables receive the rest. */
    private static final long MAX_PATTERN_BYTES = MAX_BYTES / 4 * 3;

    /** The number of rows up to which there are no tables, since they are read faster than tables are filled. */
    private static final int MAX_ROWS_WITHOUT_TABLES = 4;

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
     */
    static BackgroundStatistics of(AdditiveModel model, Background background) {
        Map<NumberColumn, Double> means = new LinkedHashMap<>();
        Map<Product, Double> products = new LinkedHashMap<>();
        Map<TreeEnsemble, PatternCounter> counters = new LinkedHashMap<>();
        AnswerTerms terms = AnswerTerms.of(model);
        terms.columns().forEach(column -> means.put(column, 0.0));
        terms.products().forEach(product -> products.put(product, 0.0));
        terms.ensembles().forEach(ensemble -> counters.put(ensemble, new PatternCounter(ensemble)));
        int[] order = order(background.size(), counters.isEmpty());
        long rows = 0;
        for (int row : order) {
            Cells cells = new Cells(background.rows(), row);
            int weight = background.weight(row);
            means.replaceAll((column, sum) -> sum + weight * column.of(cells));
            products.replaceAll((product, sum) -> sum + weight * product.of(cells));
            counters.forEach((ensemble, counter) -> counter.add(ensemble.encode(cells), weight));
            rows += weight;
            if (counters.values().stream().mapToLong(PatternCounter::bytes).sum() > MAX_PATTERN_BYTES) {
                break;
            }
        }
        double total = rows;
        means.replaceAll((column, sum) -> sum / total);
        products.replaceAll((product, sum) -> sum / total);
        Map<TreeEnsemble, PatternCounts> counts = new LinkedHashMap<>();
        counters.forEach((ensemble, counter) -> counts.put(ensemble, counter.counts()));
        return of(means, products, counts, rows);
    }

    /** Statistics that were computed before. */
    static BackgroundStatistics of(
            Map<NumberColumn, Double> means,
            Map<Product, Double> products,
            Map<TreeEnsemble, PatternCounts> counts,
            long rows) {
        return new BackgroundStatistics(means, products, shapley(counts, rows), rows);
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

    private static Map<TreeEnsemble, TreeShapley> shapley(Map<TreeEnsemble, PatternCounts> counts, long rows) {
        long patternBytes =
                counts.values().stream().mapToLong(PatternCounts::bytes).sum();
        AtomicLong free = new AtomicLong(rows <= MAX_ROWS_WITHOUT_TABLES ? 0 : MAX_BYTES - patternBytes);
        Map<TreeEnsemble, TreeShapley> trees = new HashMap<>();
        counts.forEach((ensemble, own) -> trees.put(ensemble, new TreeShapley(ensemble, own, free)));
        return trees;
    }

    /** The number of rows, counted by their weights. */
    long rows() {
        return rows;
    }

    double mean(NumberColumn column) {
        return means.getOrDefault(column, Double.NaN);
    }

    double mean(Product product) {
        return products.getOrDefault(product, Double.NaN);
    }

    TreeShapley shapley(TreeEnsemble ensemble) {
        TreeShapley shapley = trees.get(ensemble);
        if (shapley == null) {
            throw new IllegalArgumentException("expected an ensemble of the model");
        }
        return shapley;
    }
}
