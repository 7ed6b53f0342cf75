package dev.onward.model;

import ai.onnxruntime.OrtException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A model that was opened, fits its card and reproduced its golden rows. Any number of threads may ask it at once. Who
 * opens it closes it.
 */
public final class Model implements AutoCloseable {

    private final ModelCard card;
    private final String name;
    private final String sha256;
    private final Session session;
    private final Tensors tensors;

    private Model(ModelCard card, String name, String sha256, Session session, Tensors tensors) {
        this.card = card;
        this.name = name;
        this.sha256 = sha256;
        this.session = session;
        this.tensors = tensors;
    }

    /** @throws ModelException if there is no such file, or as {@link #open(byte[], String)} does */
    public static Model open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + ": expected a model file, found " + found(file));
        }
        try {
            return open(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + Text.reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(file + ": does not fit into memory", e);
        }
    }

    /**
     * Opens the model and replays its golden rows.
     *
     * @param file the content of an ONNX file
     * @param origin where it comes from, to begin messages with; its last part names the model if the card does not
     * @throws ModelException if it is no ONNX model that the runtime takes, carries no card, does not fit its card, or
     *     does not reproduce its golden rows
     */
    public static Model open(byte[] file, String origin) {
        Session session = Session.open(file, origin);
        try {
            ModelCard card = card(session, origin);
            Tensors tensors = Tensors.bind(session.graph(), card, origin);
            GoldenRows.verify(tensors, session, golden(card, origin), origin);
            return new Model(card, card.name().isEmpty() ? stem(origin) : card.name(), sha256(file), session, tensors);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    public ModelCard card() {
        return card;
    }

    public String name() {
        return name;
    }

    /** "1" unless the card says otherwise. */
    public String version() {
        return card.version().isEmpty() ? "1" : card.version();
    }

    /** Of the whole file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Whether rows of a table can be asked of it; if not, {@link #recognition} says why. */
    public boolean isTabular() {
        return true;
    }

    /**
     * The features that a table for {@link #predict} has, in order, with what the graph's inputs can hold.
     *
     * @throws NotTabularException if the model is not tabular
     */
    public Schema schema() {
        return tensors.schema();
    }

    /**
     * What was recognised in the graph, input by input and output by output, and by which rule: one sentence each,
     * beginning with what it is about.
     */
    public List<String> recognition() {
        return List.of();
    }

    /** How many golden rows the model reproduced when it was opened; 0 if it carries none, and so was not verified. */
    public int verifiedRows() {
        return card.golden().map(golden -> golden.rows().size()).orElse(0);
    }

    /**
     * Answers every row of a table that was built with {@link #schema}.
     *
     * @throws IllegalStateException if the model is closed or fails
     */
    public Prediction predict(Table table) {
        return tensors.predict(session, table);
    }

    /** Waits for predictions that are under way, then frees what is native. */
    @Override
    public void close() {
        session.close();
    }

    private static String found(Path file) {
        if (Files.isDirectory(file)) {
            return "a folder";
        }
        return Files.exists(file) ? "something else" : "nothing there";
    }

    private static ModelCard card(Session session, String origin) {
        try {
            return session.graph()
                    .getMetadata()
                    .getCustomMetadataValue(ModelCard.KEY)
                    .map(json ->
                            ModelCard.read(json.getBytes(StandardCharsets.UTF_8), origin + ", entry " + ModelCard.KEY))
                    .orElseThrow(() -> new ModelException(origin + ": carries no model card (metadata entry "
                            + ModelCard.KEY + "), and this version serves only models that do, such as those made by"
                            + " \"onward train\""));
        } catch (OrtException e) {
            throw new ModelException(origin + ": its metadata cannot be read: " + e.getMessage(), e);
        }
    }

    private static ModelCard.Golden golden(ModelCard card, String origin) {
        return card.golden()
                .filter(golden -> !golden.rows().isEmpty())
                .orElseThrow(() -> new ModelException(
                        origin + ": expected golden rows on the model card, found none: it cannot be verified"));
    }

    private static String stem(String origin) {
        String file = origin.substring(origin.replace('\\', '/').lastIndexOf('/') + 1);
        return file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file;
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
