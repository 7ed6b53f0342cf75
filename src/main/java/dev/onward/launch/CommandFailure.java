package dev.onward.launch;

import dev.onward.runtime.RuntimeUnavailableException;
import java.io.PrintWriter;

/** Reports why a command that needs a model cannot be carried out. */
final class CommandFailure {

    private CommandFailure() {}

    /**
     * Prints the reason, and returns the exit code: 1 if ONNX Runtime cannot be loaded on this machine, 2 if the model
     * or a setting is invalid.
     */
    static int report(RuntimeException e, PrintWriter err) {
        err.println("onward: " + e.getMessage());
        return e instanceof RuntimeUnavailableException ? 1 : 2;
    }
}
