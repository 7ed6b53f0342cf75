package dev.onward.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Groups of rows whose features are all equal, in the order of their first rows. Cross-validation keeps a group in one
 * fold, so that no model is tested on a row that it was trained on.
 */
public final class RowGroups {

    private final List<List<Integer>> rows;
    private final LabelledRows data;

    private RowGroups(List<List<Integer>> rows, LabelledRows data) {
        this.rows = rows;
        this.data = data;
    }

    /** Groups the rows. */
    public static RowGroups of(LabelledRows data) {
        Map<List<Double>, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < data.size(); row++) {
            List<Double> key = Arrays.stream(data.row(row)).boxed().collect(Collectors.toList());
            groups.computeIfAbsent(key, unseen -> new ArrayList<>()).add(row);
        }
        return new RowGroups(List.copyOf(groups.values()), data);
    }

    /** The number of distinct rows. */
    public int size() {
        return rows.size();
    }

    /** The positions of the rows of each group. */
    public List<List<Integer>> rows() {
        return rows;
    }

    /** The number of classes. */
    public int classes() {
        return data.classes();
    }

    /** The most frequent class among a group's rows, the first in a tie. */
    public int classOf(List<Integer> group) {
        int[] counts = new int[classes()];
        group.forEach(row -> counts[data.classOf(row)]++);
        int highest = 0;
        for (int i = 1; i < counts.length; i++) {
            highest = counts[i] > counts[highest] ? i : highest;
        }
        return highest;
    }

    /** The number of groups whose most frequent class this is. */
    public long count(int classPosition) {
        return rows.stream().filter(group -> classOf(group) == classPosition).count();
    }

    /** The number of groups with rows of several classes: equal features, different labels. */
    public long contradictions() {
        return rows.stream()
                .filter(group -> group.stream().map(data::classOf).distinct().count() > 1)
                .count();
    }
}
