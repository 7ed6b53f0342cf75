package dev.onward.reference;

import dev.onward.dataset.Digits;
import dev.onward.explain.Background;
import dev.onward.explain.BackgroundSummary;
import dev.onward.explain.ExplainableModel;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.BackgroundGroup.WeightedRow;
import dev.onward.model.card.ExplanationData;
import dev.onward.table.Feature;
import dev.onward.table.Sha256;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Computes the background data of explanations, for all rows and for named groups. */
final class Backgrounds {

    /** Counting more rows takes longer than it is worth: the standard error of 20,000 is 0.7 % of the deviation. */
    static final int MAX_ROWS = 20_000;

    /** The minimum number of rows of a background of confidential data. */
    static final int MIN_CONFIDENTIAL_ROWS = 50;

    private static final long SEED = 20_261_122;
    private static final int MAX_DIFFERENCE_ROWS = 1000;
    private static final int HELD_OUT_SHARE = 5;

    /** At most 32 rows represent a background. */
    private static final int ROW_DEPTH = 5;

    private static final long MIN_PATTERN_BYTES = 1_000_000;
    private static final int PATTERN_SHARE = 10;

    private final ExplainableModel model;
    private final Table table;
    private final List<String> answers;
    private final boolean isConfidential;

    /** @param answers the names of the model's classes or values */
    Backgrounds(ExplainableModel model, Table table, List<String> answers, boolean isConfidential) {
        this.model = model;
        this.table = table;
        this.answers = answers;
        this.isConfidential = isConfidential;
    }

    /**
     * A group of rows.
     *
     * @param rows their positions in the table, at least one; of confidential data at least {@link
     *     #MIN_CONFIDENTIAL_ROWS}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Group(String name, Optional<String> condition, int[] rows) {}

    /**
     * The background data and the metadata entry with the pattern counts of trees.
     *
     * @param data empty if there can be no background of all rows
     * @param patterns empty if the graph has no trees that are explained exactly
     * @param remarks on each background, and on each group without one
     */
    record Result(Optional<ExplanationData> data, Optional<String> patterns, List<String> remarks) {}

    /** A group, and its statistics if the model's graph is explained exactly. */
    private record Computed(BackgroundGroup group, Optional<BackgroundSummary> summary) {}

    /**
     * Computes the backgrounds of groups.
     *
     * @param groups the first has all rows; it may be missing if it has too few
     * @param fileBytes the size of the model's file, which limits that of the pattern counts
     */
    Result of(List<Group> groups, long fileBytes) {
        List<String> remarks = new ArrayList<>();
        // Base64 makes four characters of three bytes, and ends each group's with a line feed.
        long limit = Math.max(MIN_PATTERN_BYTES, fileBytes / PATTERN_SHARE) / Math.max(1, groups.size()) / 4 * 3 - 4;
        List<Computed> computed = groups.stream()
                .flatMap(group -> of(group, limit, remarks).stream())
                .toList();
        if (computed.stream().noneMatch(group -> group.group.name().equals(BackgroundGroup.ALL))) {
            return new Result(Optional.empty(), Optional.empty(), remarks);
        }
        computed.forEach(group -> remarks.add(remark(group.group)));
        Optional<String> patterns = patterns(computed);
        ExplanationData data = new ExplanationData(
                computed.stream().allMatch(group -> group.summary.isPresent()) ? model.binding() : Optional.empty(),
                patterns.map(text -> Sha256.hex(text.getBytes(StandardCharsets.UTF_8))),
                isConfidential ? OptionalLong.of(Histograms.MIN_ROWS) : OptionalLong.empty(),
                computed.stream().map(Computed::group).toList());
        return new Result(Optional.of(data), patterns, remarks);
    }

    private static String remark(BackgroundGroup group) {
        String sampled = group.counted() < group.rows() ? ", " + group.counted() + " of them counted" : "";
        String difference = group.largestDifference().isPresent()
                ? "; contributions differ by up to " + group.largestDifference().getAsDouble()
                        + " from those computed without aggregation"
                : "";
        return "background for explanations " + Text.quote(group.name()) + ": " + group.rows() + " rows" + sampled
                + difference;
    }

    private Optional<String> patterns(List<Computed> computed) {
        if (!model.hasTrees() || computed.stream().anyMatch(group -> group.summary.isEmpty())) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (Computed group : computed) {
            byte[] patterns = group.summary.orElseThrow().patterns();
            text.append(Base64.getEncoder().encodeToString(patterns)).append('\n');
        }
        return Optional.of(text.toString());
    }

    /** Empty, with a remark, if the group's rows may not be published or cannot be used. */
    private Optional<Computed> of(Group group, long maxPatternBytes, List<String> remarks) {
        int[] sample = sample(group.rows);
        int heldOut = isConfidential ? Math.min(MAX_DIFFERENCE_ROWS, sample.length / HELD_OUT_SHARE) : 0;
        Background rows = Background.of(table).select(Arrays.copyOfRange(sample, heldOut, sample.length));
        Optional<Feature> rare = isConfidential ? Representatives.featureWithRareValues(rows.rows()) : Optional.empty();
        if (rare.isPresent()) {
            remarks.add(leftOut(group.name) + "expected a value of feature "
                    + Text.quote(rare.get().name()) + " that occurs in at least "
                    + Histograms.MIN_ROWS + " rows, found none");
            return Optional.empty();
        }
        Background background = isConfidential ? aggregated(rows) : rows;
        BackgroundGroup.Builder card =
                BackgroundGroup.builder(group.name).condition(group.condition).rows(group.rows.length);
        Optional<BackgroundSummary> summary = BackgroundSummary.of(model, background, maxPatternBytes);
        if (summary.isEmpty()) {
            List<WeightedRow> few = represented(rows);
            card.background(few).counted(rows.size());
            return Optional.of(new Computed(card.build(), summary));
        }
        BackgroundSummary found = summary.get();
        if (!Stream.concat(found.means().stream(), found.products().stream()).allMatch(Double::isFinite)) {
            remarks.add(leftOut(group.name) + "the means of its numeric features are too large");
            return Optional.empty();
        }
        card.counted(found.rows())
                .means(found.means())
                .products(found.products())
                .standardErrors(standardErrors(found, background, group.rows.length))
                .largestDifference(difference(found, rows, Arrays.copyOf(sample, heldOut)));
        return Optional.of(new Computed(card.build(), summary));
    }

    /** The beginning of a remark on a group without a background. */
    static String leftOut(String group) {
        return "background for explanations " + Text.quote(group) + " is omitted: ";
    }

    /** All positions in random order, or the first of them if there are too many. */
    private static int[] sample(int[] rows) {
        int[] order = rows.clone();
        Random random = new Random(SEED);
        for (int i = order.length - 1; i > 0; i--) {
            int drawn = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[drawn];
            order[drawn] = row;
        }
        return Arrays.copyOf(order, Math.min(MAX_ROWS, order.length));
    }

    /** Means of at least five rows each, in random order, as the largest sample that fits may be some of them. */
    private static Background aggregated(Background rows) {
        List<int[]> clusters = RowClusters.of(rows.rows(), Histograms.MIN_ROWS, Integer.MAX_VALUE);
        Background means = Representatives.means(rows.rows(), clusters);
        return means.select(sample(IntStream.range(0, means.size()).toArray()));
    }

    private List<WeightedRow> represented(Background background) {
        Table rows = background.rows();
        List<int[]> clusters = RowClusters.of(rows, Histograms.MIN_ROWS, ROW_DEPTH);
        Background few = isConfidential ? Representatives.means(rows, clusters) : Representatives.rows(rows, clusters);
        List<WeightedRow> weighted = new ArrayList<>();
        for (int row = 0; row < few.size(); row++) {
            weighted.add(new WeightedRow(cells(few.rows(), row), few.weight(row)));
        }
        return weighted;
    }

    private static Map<String, Object> cells(Table rows, int row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < rows.schema().size(); i++) {
            String name = rows.schema().feature(i).name();
            rows.column(i).value(row).ifPresent(value -> cells.put(name, value));
        }
        return cells;
    }

    private Map<String, Double> standardErrors(BackgroundSummary summary, Background background, long population) {
        double[] errors = summary.standardErrors(background, population);
        Map<String, Double> named = new LinkedHashMap<>();
        IntStream.range(0, Math.min(errors.length, answers.size()))
                .filter(i -> errors[i] > 0 && Double.isFinite(errors[i]))
                .forEach(i -> named.put(answers.get(i), Digits.six(errors[i])));
        return named;
    }

    /** Compares with the rows themselves, for rows that belong to neither background. */
    private OptionalDouble difference(BackgroundSummary aggregated, Background rows, int[] heldOut) {
        if (heldOut.length == 0) {
            return OptionalDouble.empty();
        }
        Table explained = Background.of(table).select(heldOut).rows();
        return BackgroundSummary.of(model, rows, Long.MAX_VALUE)
                .map(exact -> OptionalDouble.of(Digits.six(aggregated.largestDifference(exact, explained))))
                .orElse(OptionalDouble.empty());
    }
}
