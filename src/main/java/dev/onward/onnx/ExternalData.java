package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads constants whose values are in other files in the model's folder (ONNX external data), as exporters of neural
 * networks write them.
 */
final class ExternalData {

    private final Optional<Path> folder;
    private final SizeLimit limit;
    private final String origin;

    private ExternalData(Optional<Path> folder, SizeLimit limit, String origin) {
        this.folder = folder;
        this.limit = limit;
        this.origin = origin;
    }

    /**
     * The model with the values of all constants; the same object if none is external.
     *
     * @throws ModelException if a file is missing, too short, too large, or outside the folder
     */
    static ModelProto inline(ModelProto model, Optional<Path> folder, SizeLimit limit, String origin) {
        GraphProto graph = model.getGraph();
        if (!isNeeded(model)) {
            return model;
        }
        ExternalData data = new ExternalData(folder, limit, origin);
        GraphProto.Builder whole = graph.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (isExternal(graph.getInitializer(i))) {
                whole.setInitializer(i, data.read(graph.getInitializer(i)));
            }
        }
        return model.toBuilder().setGraph(whole).build();
    }

    /** The external files, sorted by name. */
    static List<Path> files(ModelProto model, Optional<Path> folder) {
        return model.getGraph().getInitializerList().stream()
                .filter(ExternalData::isExternal)
                .flatMap(tensor -> tensor.getExternalDataList().stream())
                .filter(entry -> entry.getKey().equals("location"))
                .map(entry -> folder.orElse(Path.of("")).resolve(entry.getValue()))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isNeeded(ModelProto model) {
        return model.getGraph().getInitializerList().stream().anyMatch(ExternalData::isExternal);
    }

    private static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    private TensorProto read(TensorProto tensor) {
        Map<String, String> where = tensor.getExternalDataList().stream()
                .collect(Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue, (first, second) -> first));
        String name = where.getOrDefault("location", "");
        try {
            return tensor.toBuilder()
                    .clearExternalData()
                    .clearDataLocation()
                    .setRawData(read(file(name), number(where, "offset", 0), number(where, "length", -1)))
                    .build();
        } catch (IOException | InvalidPathException | NumberFormatException e) {
            throw new MissingDataException(
                    origin + ": its data file " + Text.quote(name) + " cannot be read: " + Text.reason(e), e);
        }
    }

    /** Resolves a file in the folder of the model or below; no other file is ever read. */
    private Path file(String name) throws IOException {
        Path directory = folder.orElseThrow(() -> new ModelException(origin + ": expected all data in the model file"
                + " because it was not opened from a folder, found data in the file " + Text.quote(name)
                + "; save the model in one file"));
        Path file = directory.resolve(name).normalize();
        if (name.isEmpty() || Path.of(name).isAbsolute() || !file.startsWith(directory.normalize())) {
            throw new ModelException(origin + ": expected data files in the model's folder, found " + Text.quote(name)
                    + "; save the model in one file");
        }
        if (!Files.isRegularFile(file)) {
            throw new MissingDataException(origin + ": expected the data file " + Text.quote(name)
                    + " in the model's folder, found none; copy" + " the file there");
        }
        // Kubernetes volumes consist of links, which stay within the volume. Any other could lead to every file.
        Path realFile = file.toRealPath();
        if (!realFile.startsWith(directory.toRealPath())) {
            throw new ModelException(origin + ": expected data files in the model's folder, found " + Text.quote(name)
                    + ", a link to a file outside of it; copy the file there");
        }
        return realFile;
    }

    private ByteString read(Path path, long offset, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long size = length < 0 ? file.length() - offset : length;
            if (offset < 0 || size < 0 || offset + size > file.length() || size > Integer.MAX_VALUE - 8) {
                throw new IOException(
                        "expected " + size + " bytes from offset " + offset + ", found a file of " + file.length());
            }
            // Many constants may refer to the same bytes; each read counts.
            limit.add(size);
            byte[] bytes = new byte[(int) size];
            file.seek(offset);
            file.readFully(bytes);
            return ByteString.copyFrom(bytes);
        }
    }

    private static long number(Map<String, String> where, String key, long absent) {
        return where.containsKey(key) ? Long.parseLong(where.getOrDefault(key, "")) : absent;
    }
}
