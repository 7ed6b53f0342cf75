package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The identifier by which an operator refers to a function of the model, which is an operator defined by other
 * operators.
 */
public record FunctionName(String domain, String operator, String overload) {

    /** The name of the function that the operator would call. */
    public static FunctionName of(NodeProto node) {
        return new FunctionName(standard(node.getDomain()), node.getOpType(), node.getOverload());
    }

    private static FunctionName of(FunctionProto function) {
        return new FunctionName(standard(function.getDomain()), function.getName(), function.getOverload());
    }

    private static String standard(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    /** The functions of the model, in its order. */
    public static Map<FunctionName, FunctionProto> all(ModelProto model) {
        Map<FunctionName, FunctionProto> functions = new LinkedHashMap<>();
        model.getFunctionsList().forEach(function -> functions.put(of(function), function));
        return functions;
    }
}
