package dev.onward.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with variables. A variable stands for a non-empty part of one segment, between a fixed prefix and a fixed
 * suffix of that segment.
 */
final class PathTemplate {

    /** The most specific first: fixed text before variables, segment by segment, longer fixed parts first. */
    static final Comparator<PathTemplate> MOST_SPECIFIC_FIRST = PathTemplate::compare;

    private static final Pattern SEGMENT = Pattern.compile("([^{}]*)(?:\\{([^{}]+)}([^{}]*))?");

    private final List<Segment> segments;

    private PathTemplate(List<Segment> segments) {
        this.segments = segments;
    }

    /** A segment of fixed text, or a variable between two fixed parts. */
    private record Segment(String prefix, Optional<String> variable, String suffix) {

        Optional<String> value(String text) {
            int length = text.length() - prefix.length() - suffix.length();
            boolean fits = length > 0 && text.startsWith(prefix) && text.endsWith(suffix);
            return fits ? Optional.of(text.substring(prefix.length(), prefix.length() + length)) : Optional.empty();
        }

        int fixedLength() {
            return variable.isEmpty() ? Integer.MAX_VALUE : prefix.length() + suffix.length();
        }
    }

    /** @throws IllegalArgumentException if a segment is not of the form {@code prefix{variable}suffix} */
    static PathTemplate of(String template) {
        List<Segment> segments = new ArrayList<>();
        for (String text : segments(template)) {
            Matcher matcher = SEGMENT.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("expected at most one variable in each segment, got " + template);
            }
            String suffix = matcher.group(3) == null ? "" : matcher.group(3);
            segments.add(new Segment(matcher.group(1), Optional.ofNullable(matcher.group(2)), suffix));
        }
        return new PathTemplate(List.copyOf(segments));
    }

    /** The parts of a path between its slashes. */
    static String[] segments(String path) {
        return path.substring(1).split("/", -1);
    }

    boolean hasVariables() {
        return segments.stream().anyMatch(segment -> segment.variable().isPresent());
    }

    int length() {
        return segments.size();
    }

    /** True if it matches the same paths; the names of the variables may differ. */
    boolean hasShapeOf(PathTemplate other) {
        return shape().equals(other.shape());
    }

    private List<String> shape() {
        return segments.stream()
                .map(segment ->
                        segment.prefix() + segment.variable().map(name -> "{}").orElse("") + segment.suffix())
                .toList();
    }

    /** The values of the variables by name, or empty if the path is not of this form. */
    Optional<Map<String, String>> match(String[] path) {
        if (path.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>(4);
        for (int i = 0; i < path.length; i++) {
            Segment segment = segments.get(i);
            if (segment.variable().isEmpty()) {
                if (!segment.prefix().equals(path[i])) {
                    return Optional.empty();
                }
                continue;
            }
            Optional<String> value = segment.value(path[i]);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(segment.variable().get(), value.get());
        }
        return Optional.of(values);
    }

    private static int compare(PathTemplate one, PathTemplate other) {
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            int order = Integer.compare(
                    other.segments.get(i).fixedLength(), one.segments.get(i).fixedLength());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
