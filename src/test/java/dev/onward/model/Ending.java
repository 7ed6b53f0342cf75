package dev.onward.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.onward.Patience;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import dev.onward.table.InvalidInputException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends the JVM while models are in use. A process of its own, since what is looked for is a crash. */
final class Ending {

    private static final int THREADS = 2;
    private static final int ROUNDS_BEFORE = 10;

    private Ending() {}

    /** Something that goes on while the JVM ends. */
    private interface Work {
        void once() throws OrtException, IOException, InterruptedException;
    }

    /** @param arguments what is under way, and in how many milliseconds all hooks of the shutdown are through */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Work work =
                switch (arguments[0]) {
                    case "opening" -> opening();
                    case "failing" -> failing();
                    case "opening-in-anothers" -> inAnothers(Ending::opening);
                    case "failing-in-anothers" -> inAnothers(Ending::failing);
                    case "failing-beside-another" -> besideAnother(Ending::failing);
                    case "closing" -> closing();
                    case "unguarded" -> unguarded();
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        boolean goesOn = !arguments[0].equals("closing");
        List<Thread> threads = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(THREADS * ROUNDS_BEFORE);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> repeat(work, begun, goesOn));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        begun.await(1, TimeUnit.MINUTES);
        for (Thread thread : goesOn ? List.<Thread>of() : threads) {
            thread.join();
        }
        // The runtime's own hook runs beside this one, and releases its environment at once.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Patience.pause(Long.parseLong(arguments[1]))));
        System.exit(0);
    }

    private static void repeat(Work work, CountDownLatch begun, boolean goesOn) {
        while (goesOn || begun.getCount() > 0) {
            try {
                work.once();
            } catch (OrtException | IOException | InterruptedException | ModelException | IllegalStateException e) {
                // That is an answer too.
            }
            begun.countDown();
        }
    }

    private interface Preparation {
        Work prepare() throws IOException;
    }

    /** Another application with a runtime of its own was there first: the process has one environment all the same. */
    private static Work besideAnother(Preparation own) throws IOException {
        URL jar = OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation();
        // Never closed: the native library lives as long.
        @SuppressWarnings("resource")
        ClassLoader loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        try {
            loader.loadClass(OrtEnvironment.class.getName())
                    .getMethod("getEnvironment")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return own.prepare();
    }

    /** Another application that shares the runtime was there first: the environment is its own, and logs by default. */
    private static Work inAnothers(Preparation own) throws IOException {
        OrtEnvironment.getEnvironment();
        return own.prepare();
    }

    /** As files are opened that change, or by a command: up to the JVM's very end. */
    private static Work opening() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("model.onnx"));
        return () -> Model.open(file, "model.onnx").close();
    }

    /** An error of a kernel, which the runtime logs. */
    private static Work failing() {
        Model model = new OnnxGraphs()
                .input("shop", DataType.INT64, -1)
                .floats("prices", new long[] {3}, 10, 20, 30)
                .node("Gather", List.of("prices", "shop"), "price")
                .output("price", DataType.FLOAT, -1)
                .open();
        return () -> {
            try {
                Asking.json(model, "[{\"shop\":7}]");
            } catch (InvalidInputException e) {
                // That is the error.
            }
        };
    }

    /** A model is closed while another thread asks it; that is over when the JVM ends. */
    private static Work closing() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("model.onnx"));
        String row = "{\"variance\":1,\"skewness\":2,\"curtosis\":3,\"entropy\":4}";
        return () -> {
            Model model = Model.open(file, "model.onnx");
            Thread asker = new Thread(() -> {
                try {
                    while (true) {
                        Asking.json(model, row);
                    }
                } catch (IllegalStateException e) {
                    // It has been closed.
                }
            });
            asker.start();
            Patience.pause(1);
            model.close();
            asker.join();
        };
    }

    /** As {@link #opening}, with the runtime as it is by default. */
    private static Work unguarded() throws IOException {
        byte[] file = Files.readAllBytes(Path.of("model.onnx"));
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "unguarded");
        return () -> {
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                    OrtSession session = environment.createSession(file, options)) {
                session.getNumInputs();
            }
        };
    }
}
