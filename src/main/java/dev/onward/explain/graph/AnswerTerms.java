package dev.onward.explain.graph;

import dev.onward.table.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The terms of a model's answers for which explanations need to know a background, each once and in the order of the
 * graph.
 *
 * @param columns whose means are needed
 * @param products whose means are needed
 * @param ensembles whose pattern counts are needed
 */
public record AnswerTerms(List<NumberColumn> columns, List<Product> products, List<TreeEnsemble> ensembles) {

    public static AnswerTerms of(AdditiveModel model) {
        Set<NumberColumn> columns = new LinkedHashSet<>();
        Set<Product> products = new LinkedHashSet<>();
        Set<TreeEnsemble> ensembles = new LinkedHashSet<>();
        for (AnswerFormula answer : model.answers()) {
            for (Atom atom : answer.explained().atoms()) {
                if (atom instanceof NumberColumn column) {
                    columns.add(column);
                } else if (atom instanceof Product product) {
                    columns.add(product.left());
                    columns.add(product.right());
                    products.add(product);
                } else if (atom instanceof TreeOutput output) {
                    ensembles.add(output.trees());
                }
            }
        }
        return new AnswerTerms(List.copyOf(columns), List.copyOf(products), List.copyOf(ensembles));
    }

    /** The work of computing the columns for one row. */
    long steps() {
        return Stream.of(
                        columns.stream(),
                        products.stream().flatMap(product -> Stream.of(product.left(), product.right())),
                        ensembles.stream().flatMap(ensemble -> ensemble.columns().stream()))
                .flatMap(Function.identity())
                .mapToLong(column -> column.steps().count())
                .sum();
    }

    /**
     * The SHA-256 digest of the sums and the trees, in hexadecimal. Means and pattern counts are stored without the
     * terms that they belong to, so that they fit only a model with the same digest. Does not depend on the names and
     * the order of the features.
     */
    public String digest(AdditiveModel model) {
        Map<Object, Integer> positions = new HashMap<>();
        IntStream.range(0, columns.size()).forEach(i -> positions.put(columns.get(i), i));
        IntStream.range(0, ensembles.size()).forEach(i -> positions.put(ensembles.get(i), i));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(content)) {
            for (AnswerFormula answer : model.answers()) {
                LinearCombination score = answer.explained();
                out.writeInt(score.atoms().size());
                out.writeDouble(score.constant());
                for (int i = 0; i < score.atoms().size(); i++) {
                    write(score.atoms().get(i), positions, out);
                    out.writeDouble(score.coefficient(i));
                }
            }
            for (TreeEnsemble ensemble : ensembles) {
                ensemble.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.hex(content.toByteArray());
    }

    private static int position(Object part, Map<Object, Integer> positions) {
        return Objects.requireNonNull(positions.get(part));
    }

    private static void write(Atom atom, Map<Object, Integer> positions, DataOutputStream out) throws IOException {
        if (atom instanceof NumberColumn column) {
            out.writeInt(position(column, positions));
        } else if (atom instanceof Product product) {
            out.writeInt(position(product.left(), positions));
            out.writeInt(position(product.right(), positions));
        } else if (atom instanceof TreeOutput output) {
            out.writeInt(position(output.trees(), positions));
            out.writeInt(output.target());
        }
    }
}
