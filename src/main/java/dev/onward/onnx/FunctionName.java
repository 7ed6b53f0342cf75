package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.LinkedHashMap;
import java.util.Map;

/** By what an operator of a graph is found among the functions of the model, which are operators made of others. */
public record FunctionName(String domain, String operator, String overload) {

    public static FunctionName of(NodeProto node) {
        return new FunctionName(standard(node.getDomain()), node.getOpType(), node.getOverload());
    }

    private static FunctionName of(FunctionProto function) {
        return new FunctionName(standard(function.getDomain()), function.getName(), function.getOverload());
    }

    private static String standard(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    public static Map<FunctionName, FunctionProto> all(ModelProto model) {
        Map<FunctionName, FunctionProto> functions = new LinkedHashMap<>();
        model.getFunctionsList().forEach(function -> functions.put(of(function), function));
        return functions;
    }
}
