package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.SizeLimit;
import dev.onward.runtime.ModelException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads ONNX files and refuses those with which the runtime would crash, never end or take all memory. */
public final class Guard {

    /** The runtime, version 1.28, divides an integer by 0 in it: SIGFPE, which ends the process. */
    private static final String DEADLY_FUNCTION = "knn_imputer_column";

    private Guard() {}

    /**
     * Reads the content of a file, and refuses what the runtime could not be trusted with.
     *
     * @param folder where data outside the file would be; empty if the model has no place in a file system
     * @param origin where the file comes from, to begin messages with
     * @throws ModelException if it is no ONNX file, is not safe to run, or data outside it is missing
     */
    public static OnnxFile read(byte[] file, Optional<Path> folder, GuardLimits limits, String origin) {
        SizeLimit size = new SizeLimit(limits.get(GuardLimits.Limit.BYTES), origin);
        size.add(file.length);
        ModelProto model = OnnxFile.parse(file, origin);
        if (model.getFunctionsList().stream()
                .anyMatch(function -> function.getName().equals(DEADLY_FUNCTION))) {
            throw new ModelException(origin + ": holds a KNNImputer as skl2onnx exports it, with which the ONNX Runtime"
                    + " ends the whole process when a row lacks no value; a SimpleImputer works");
        }
        GraphSize.check(model, limits, origin);
        OnnxFile onnx = OnnxFile.of(model, file, folder, size, origin);
        GraphCheck.refuse(onnx.model(), onnx.foreignDomains(), limits, origin);
        return onnx;
    }
}
