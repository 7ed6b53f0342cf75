package dev.onward.onnx.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The content of a model file as the runtime gets it, without ZipMaps. */
public final class RunnableModel {

    private RunnableModel() {}

    public static byte[] of(Path file) throws IOException {
        return Guard.read(Files.readAllBytes(file), Optional.empty(), GuardLimits.defaults(), file.toString())
                .runnable();
    }
}
