package dev.onward.onnx.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the runtime gets of a model's file: without its ZipMaps. */
public final class RunnableModel {

    private RunnableModel() {}

    public static byte[] of(Path file) throws IOException {
        return Guard.read(Files.readAllBytes(file), Optional.empty(), GuardLimits.defaults(), file.toString())
                .runnable();
    }
}
