package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.SizeLimit;
import dev.onward.runtime.ModelException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads ONNX files and refuses those that would crash the runtime, never finish or exhaust the memory. */
public final class Guard {

    /** In this function the runtime, version 1.28, divides an integer by 0: SIGFPE, which ends the process. */
    private static final String CRASHING_FUNCTION = "knn_imputer_column";

    private Guard() {}

    /**
     * Reads the content of a file and checks that the runtime can open and run it safely.
     *
     * @param folder the folder of external data; empty if the model is not in a file system
     * @param origin the origin of the file, with which messages begin
     * @throws ModelException if it is not an ONNX file, is not safe to run, or external data is missing
     */
    public static OnnxFile read(byte[] file, Optional<Path> folder, GuardLimits limits, String origin) {
        SizeLimit size = new SizeLimit(limits.get(GuardLimits.Limit.BYTES), origin);
        size.add(file.length);
        ModelProto model = OnnxFile.parse(file, origin);
        if (model.getFunctionsList().stream()
                .anyMatch(function -> function.getName().equals(CRASHING_FUNCTION))) {
            throw new ModelException(origin + ": contains a KNNImputer exported by skl2onnx, which crashes ONNX"
                    + " Runtime and the whole process on rows without missing values; use a SimpleImputer instead");
        }
        GraphSize.check(model, limits, origin);
        OnnxFile onnx = OnnxFile.of(model, file, folder, size, origin);
        GraphCheck.check(onnx.model(), onnx.foreignDomains(), limits, origin);
        return onnx;
    }
}
