package dev.onward.explain;

import dev.onward.explain.FeatureRange.Categories;
import dev.onward.explain.FeatureRange.Numbers;
import dev.onward.explain.VariedRow.Change;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.DataType;
import dev.onward.table.Table;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The smallest change of one feature that changes the predicted label.
 *
 * @param from the row's value: a Double, Long, Boolean or String, by the type of the feature
 * @param to the other value, likewise
 * @param distance between the two, from 0 to 1: for a number, the share of training rows between the two values; for a
 *     category, the share of rows with a category other than the new one
 * @param before the label of the row
 * @param after the label of the changed row, as the runtime predicts it
 */
public record DecisionFlip(String feature, Object from, Object to, double distance, String before, String after) {

    /** The points in each bin of a histogram at which changes are sought. */
    private static final int POINTS_PER_BIN = 10;

    private static final int MAX_BISECTIONS = 50;

    /** The points that are tried first; then twice as many, and so on. */
    private static final int FIRST_POINTS = 256;

    /** The significant digits of a number that are tried, the last one included. */
    private static final int MAX_DIGITS = 15;

    /** The additional distance that is accepted for a number with fewer digits. */
    private static final double ROUNDING = 0.002;

    /** The maximum number of changes of one row that the model predicts in a search over these ranges. */
    public static long maxCandidates(List<FeatureRange> ranges) {
        return MAX_DIGITS
                + ranges.stream()
                        .filter(range -> !range.isFixed())
                        .mapToLong(DecisionFlip::maxCandidates)
                        .sum();
    }

    private static long maxCandidates(FeatureRange range) {
        if (range instanceof Categories categories) {
            return categories.counts().size();
        }
        // Each bin has its points and its end; each side of the row's value is bisected.
        return range instanceof Numbers numbers
                ? (POINTS_PER_BIN + 1L) * (numbers.edges().length - 1) + 2 * MAX_BISECTIONS
                : 0;
    }

    /**
     * Searches all features that are not fixed and have a value, over the range of each number and all categories. A
     * change that takes effect only between two neighbouring points of the search may be missed.
     *
     * @param prediction of the model for exactly the rows of the table
     * @param betweenBatches called before each batch of predictions except the first
     * @return empty if no change of a single feature changes the label
     * @throws IllegalArgumentException if the model does not predict labels, or a range is not of a feature of the
     *     model
     */
    public static Optional<DecisionFlip> of(
            Model model,
            Table table,
            Prediction prediction,
            int row,
            List<FeatureRange> ranges,
            Runnable betweenBatches) {
        String before = label(prediction, row);
        return new Search(new VariedRow(model, table, row, betweenBatches), before, ranges).run();
    }

    private static String label(Prediction prediction, int row) {
        return prediction.match(
                classes -> classes.label(row).name(),
                values -> {
                    throw new IllegalArgumentException("the model predicts values, not labels");
                },
                outputs -> {
                    throw new IllegalArgumentException("the model predicts no labels");
                });
    }

    private static final class Search {

        private final VariedRow row;
        private final String before;
        private final List<FeatureRange> ranges;

        Search(VariedRow row, String before, List<FeatureRange> ranges) {
            this.row = row;
            this.before = before;
            this.ranges = ranges;
        }

        /**
         * A change of the label.
         *
         * @param change that changes it
         * @param near a number closer to the row's that does not change it
         */
        private record Candidate(FeatureRange range, Change change, double near, double distance, String after) {

            Candidate withNear(double other) {
                return new Candidate(range, change, other, distance, after);
            }

            Candidate withChange(Change other, double otherDistance) {
                return new Candidate(range, other, near, otherDistance, after);
            }

            Candidate withAfter(String label) {
                return new Candidate(range, change, near, distance, label);
            }
        }

        Optional<DecisionFlip> run() {
            List<Candidate> found = new ArrayList<>(ofCategories());
            double limit = found.stream().mapToDouble(Candidate::distance).min().orElse(Double.POSITIVE_INFINITY);
            found.addAll(narrow(ofNumbers(limit), limit));
            return found.stream()
                    .min(Comparator.comparingDouble(Candidate::distance))
                    .map(this::rounded)
                    .map(best -> new DecisionFlip(
                            best.range.feature(),
                            row.value(best.change.feature()).orElseThrow(),
                            best.change.value(),
                            best.distance,
                            before,
                            best.after));
        }

        private List<Optional<String>> labels(List<Change> changes) {
            return row.predict(changes, DecisionFlip::label);
        }

        private boolean isChanged(Optional<String> label) {
            return label.filter(name -> !name.equals(before)).isPresent();
        }

        private boolean isSearched(FeatureRange range) {
            return !range.isFixed() && row.value(row.position(range)).isPresent();
        }

        private List<Candidate> ofCategories() {
            List<Candidate> possible = new ArrayList<>();
            for (FeatureRange range : ranges) {
                if (range instanceof Categories categories && isSearched(range)) {
                    for (String category : categories.counts().keySet()) {
                        row.change(row.position(range), category)
                                .map(change -> new Candidate(
                                        range, change, Double.NaN, categories.shareOfOthers(category), before))
                                .ifPresent(possible::add);
                    }
                }
            }
            return changed(possible).stream().flatMap(Optional::stream).toList();
        }

        /** For each of the candidates, the same with the new label; empty if it does not change the label. */
        private List<Optional<Candidate>> changed(List<Candidate> possible) {
            List<Optional<String>> labels =
                    labels(possible.stream().map(Candidate::change).toList());
            List<Optional<Candidate>> changed = new ArrayList<>();
            for (int i = 0; i < possible.size(); i++) {
                Candidate old = possible.get(i);
                changed.add(labels.get(i).filter(label -> !label.equals(before)).map(old::withAfter));
            }
            return changed;
        }

        /**
         * A point on one side of a row's number.
         *
         * @param bound the distance of the point before it: no change after that one is closer
         */
        private record Point(int side, Candidate candidate, double bound) {}

        /**
         * For each number, the nearest point above and below that changes the label. The points are tried in the order
         * of their bounds, until no further one can be closer than a change that was found.
         *
         * @param limit the distance of a change that is known
         */
        private List<Candidate> ofNumbers(double limit) {
            List<Point> points = points();
            Map<Integer, Candidate> nearest = new TreeMap<>();
            double best = limit;
            int size = FIRST_POINTS;
            for (int from = 0; from < points.size() && points.get(from).bound <= best; from += size, size *= 2) {
                List<Point> open = points.subList(from, Math.min(points.size(), from + size)).stream()
                        .filter(point -> !nearest.containsKey(point.side))
                        .toList();
                List<Optional<Candidate>> changed =
                        changed(open.stream().map(Point::candidate).toList());
                for (int i = 0; i < open.size(); i++) {
                    if (changed.get(i).isPresent()) {
                        nearest.putIfAbsent(open.get(i).side, changed.get(i).get());
                        best = Math.min(best, changed.get(i).get().distance);
                    }
                }
            }
            return List.copyOf(nearest.values());
        }

        /** The points of all sides, sorted by their bounds; those of one side by their distance. */
        private List<Point> points() {
            List<Point> all = new ArrayList<>();
            int side = 0;
            for (FeatureRange range : ranges) {
                if (range instanceof Numbers numbers && isSearched(range)) {
                    double own = number(range);
                    double[] points = points(numbers).distinct().sorted().toArray();
                    double[] descending = IntStream.range(0, points.length)
                            .mapToDouble(i -> points[points.length - 1 - i])
                            .toArray();
                    addSide(side++, numbers, DoubleStream.of(points).filter(point -> point > own), all);
                    addSide(side++, numbers, DoubleStream.of(descending).filter(point -> point < own), all);
                }
            }
            all.sort(Comparator.comparingDouble(Point::bound));
            return all;
        }

        private void addSide(int side, Numbers range, DoubleStream points, List<Point> all) {
            // A number outside the range is not changed to another one outside.
            double near = Math.max(range.lowest(), Math.min(range.highest(), number(range)));
            for (double point : points.toArray()) {
                double bound = distance(range, near);
                candidate(range, point, near).ifPresent(candidate -> all.add(new Point(side, candidate, bound)));
                near = point;
            }
        }

        private double distance(Numbers range, double number) {
            return Math.abs(range.quantile(number) - range.quantile(number(range)));
        }

        private double number(FeatureRange range) {
            return ((Number) row.value(row.position(range)).orElseThrow()).doubleValue();
        }

        private Optional<Candidate> candidate(Numbers range, double number, double near) {
            return row.change(row.position(range), number).map(change -> {
                double distance = distance(range, ((Number) change.value()).doubleValue());
                return new Candidate(range, change, near, distance, before);
            });
        }

        private static DoubleStream points(Numbers range) {
            double[] edges = range.edges();
            return IntStream.range(0, edges.length - 1).boxed().flatMapToDouble(bin -> IntStream.rangeClosed(
                            0, POINTS_PER_BIN)
                    .mapToDouble(i -> i == POINTS_PER_BIN
                            ? edges[bin + 1]
                            : edges[bin] + i * (edges[bin + 1] - edges[bin]) / POINTS_PER_BIN));
        }

        /**
         * Moves the changes of numbers as close to the row's value as possible, by bisection, as long as they may
         * become the closest of all.
         *
         * @param limit the distance of a change that is known
         */
        private List<Candidate> narrow(List<Candidate> candidates, double limit) {
            List<Candidate> current = new ArrayList<>(candidates);
            for (int step = 0; step < MAX_BISECTIONS; step++) {
                double best = current.stream().mapToDouble(Candidate::distance).reduce(limit, Math::min);
                List<Integer> open = new ArrayList<>();
                List<Candidate> middles = new ArrayList<>();
                for (int i = 0; i < current.size(); i++) {
                    Candidate candidate = current.get(i);
                    double far = ((Number) candidate.change.value()).doubleValue();
                    double middle = candidate.near + (far - candidate.near) / 2;
                    boolean isInteger = row.type(candidate.change.feature()) == DataType.INTEGER;
                    double near = isInteger ? Math.rint(middle) : middle;
                    boolean isPossible = distance((Numbers) candidate.range, candidate.near) <= best;
                    if (isPossible && near != far && near != candidate.near) {
                        int position = i;
                        candidate((Numbers) candidate.range, near, candidate.near)
                                .ifPresent(next -> {
                                    open.add(position);
                                    middles.add(next);
                                });
                    }
                }
                if (open.isEmpty()) {
                    break;
                }
                List<Optional<String>> labels =
                        labels(middles.stream().map(Candidate::change).toList());
                for (int i = 0; i < open.size(); i++) {
                    Candidate old = current.get(open.get(i));
                    Candidate middle = middles.get(i);
                    current.set(
                            open.get(i),
                            isChanged(labels.get(i))
                                    ? old.withChange(middle.change, middle.distance)
                                            .withAfter(labels.get(i).orElseThrow())
                                    : old.withNear(((Number) middle.change.value()).doubleValue()));
                }
            }
            return current;
        }

        /** A number with as few digits as possible, slightly further away, that also changes the label. */
        private Candidate rounded(Candidate best) {
            if (!(best.range instanceof Numbers range) || row.type(best.change.feature()) != DataType.NUMBER) {
                return best;
            }
            double exact = ((Number) best.change.value()).doubleValue();
            // Away from the row's value, or the label would not change.
            RoundingMode mode = exact > number(range) ? RoundingMode.CEILING : RoundingMode.FLOOR;
            List<Candidate> possible = IntStream.rangeClosed(1, MAX_DIGITS)
                    .mapToDouble(digits -> new BigDecimal(exact)
                            .round(new MathContext(digits, mode))
                            .doubleValue())
                    .filter(number -> range.lowest() <= number && number <= range.highest())
                    .boxed()
                    .flatMap(number -> candidate(range, number, best.near).stream())
                    .filter(candidate -> candidate.distance <= best.distance + ROUNDING)
                    .toList();
            return changed(possible).stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse(best);
        }
    }
}
