package dev.onward.model;

import java.util.List;

/**
 * How a model's features are presented, where its file leaves it open.
 *
 * @param names of the features, in the order of the columns of the graph's inputs; empty for those of the file
 * @param refusesUnknown whether categories that the model would ignore are refused
 */
public record FeatureOptions(List<String> names, boolean refusesUnknown) {

    public static final FeatureOptions DEFAULT = new FeatureOptions(List.of(), false);

    public FeatureOptions {
        names = List.copyOf(names);
    }
}
