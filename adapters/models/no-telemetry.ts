/**
 * ONNX Runtime reports its use to its makers and leaves marks in the folder for temporary files, unless it is told not to
 * before it is loaded. To be imported before it, and by the main thread before any other thread is: the environment of a
 * thread is a copy, which a native library does not see.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
