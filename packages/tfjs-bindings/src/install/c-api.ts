/**
 * What the C++ sources of tfjs-node call of the C interface of TensorFlow, declared anew: its own headers come with one source of the library and not with
 * the other. The interface is stable across versions; see docs/decisions/0056.
 */
const DECLARATIONS = `// Written by Knotwork: the part of the C interface of TensorFlow that the bindings call.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern "C" {
typedef enum TF_Code { TF_OK = 0 } TF_Code;
typedef enum TF_DataType { TF_FLOAT = 1, TF_INT32 = 3, TF_UINT8 = 4, TF_STRING = 7, TF_COMPLEX64 = 8, TF_INT64 = 9, TF_BOOL = 10, TF_RESOURCE = 20, TF_LARGEST = 1 << 30 } TF_DataType;
typedef enum TF_AttrType { TF_ATTR_STRING = 0, TF_ATTR_INT = 1, TF_ATTR_FLOAT = 2, TF_ATTR_BOOL = 3, TF_ATTR_TYPE = 4, TF_ATTR_SHAPE = 5 } TF_AttrType;

typedef struct TF_Status TF_Status;
typedef struct TF_Tensor TF_Tensor;
typedef struct TF_Graph TF_Graph;
typedef struct TF_Operation TF_Operation;
typedef struct TF_Session TF_Session;
typedef struct TF_SessionOptions TF_SessionOptions;
typedef struct TF_DeviceList TF_DeviceList;
typedef struct TFE_Context TFE_Context;
typedef struct TFE_ContextOptions TFE_ContextOptions;
typedef struct TFE_Op TFE_Op;
typedef struct TFE_TensorHandle TFE_TensorHandle;
typedef struct TF_Buffer { const void* data; size_t length; void (*data_deallocator)(void* data, size_t length); } TF_Buffer;
typedef struct TF_Output { TF_Operation* oper; int index; } TF_Output;

const char* TF_Version(void);
size_t TF_DataTypeSize(TF_DataType type);

TF_Status* TF_NewStatus(void);
void TF_DeleteStatus(TF_Status*);
TF_Code TF_GetCode(const TF_Status*);
const char* TF_Message(const TF_Status*);

TF_Buffer* TF_NewBuffer(void);
TF_Buffer* TF_NewBufferFromString(const void* proto, size_t length);
void TF_DeleteBuffer(TF_Buffer*);

TF_Tensor* TF_NewTensor(TF_DataType, const int64_t* dims, int num_dims, void* data, size_t length, void (*deallocator)(void* data, size_t length, void* arg), void* deallocator_arg);
TF_Tensor* TF_AllocateTensor(TF_DataType, const int64_t* dims, int num_dims, size_t length);
void TF_DeleteTensor(TF_Tensor*);
TF_DataType TF_TensorType(const TF_Tensor*);
int TF_NumDims(const TF_Tensor*);
int64_t TF_Dim(const TF_Tensor*, int index);
size_t TF_TensorByteSize(const TF_Tensor*);
void* TF_TensorData(const TF_Tensor*);
int64_t TF_TensorElementCount(const TF_Tensor*);

TF_Graph* TF_NewGraph(void);
void TF_DeleteGraph(TF_Graph*);
TF_Operation* TF_GraphOperationByName(TF_Graph*, const char* name);
TF_SessionOptions* TF_NewSessionOptions(void);
void TF_DeleteSessionOptions(TF_SessionOptions*);
TF_Session* TF_LoadSessionFromSavedModel(const TF_SessionOptions*, const TF_Buffer* run_options, const char* folder, const char* const* tags, int num_tags, TF_Graph*, TF_Buffer* meta_graph, TF_Status*);
void TF_SessionRun(TF_Session*, const TF_Buffer* run_options, const TF_Output* inputs, TF_Tensor* const* input_values, int num_inputs, const TF_Output* outputs, TF_Tensor** output_values, int num_outputs, const TF_Operation* const* targets, int num_targets, TF_Buffer* run_metadata, TF_Status*);
void TF_DeleteSession(TF_Session*, TF_Status*);

void TF_DeleteDeviceList(TF_DeviceList*);
int TF_DeviceListCount(const TF_DeviceList*);
const char* TF_DeviceListName(const TF_DeviceList*, int index, TF_Status*);
const char* TF_DeviceListType(const TF_DeviceList*, int index, TF_Status*);

TFE_ContextOptions* TFE_NewContextOptions(void);
void TFE_DeleteContextOptions(TFE_ContextOptions*);
TFE_Context* TFE_NewContext(const TFE_ContextOptions*, TF_Status*);
void TFE_DeleteContext(TFE_Context*);
TF_DeviceList* TFE_ContextListDevices(TFE_Context*, TF_Status*);

TFE_TensorHandle* TFE_NewTensorHandle(const TF_Tensor*, TF_Status*);
void TFE_DeleteTensorHandle(TFE_TensorHandle*);
TF_DataType TFE_TensorHandleDataType(TFE_TensorHandle*);
int TFE_TensorHandleNumDims(TFE_TensorHandle*, TF_Status*);
int64_t TFE_TensorHandleDim(TFE_TensorHandle*, int index, TF_Status*);
TF_Tensor* TFE_TensorHandleResolve(TFE_TensorHandle*, TF_Status*);
TFE_TensorHandle* TFE_TensorHandleCopyToDevice(TFE_TensorHandle*, TFE_Context*, const char* device, TF_Status*);

TFE_Op* TFE_NewOp(TFE_Context*, const char* name, TF_Status*);
void TFE_DeleteOp(TFE_Op*);
void TFE_OpAddInput(TFE_Op*, TFE_TensorHandle* input, TF_Status*);
void TFE_OpSetAttrString(TFE_Op*, const char* name, const void* value, size_t length);
void TFE_OpSetAttrInt(TFE_Op*, const char* name, int64_t value);
void TFE_OpSetAttrFloat(TFE_Op*, const char* name, float value);
void TFE_OpSetAttrBool(TFE_Op*, const char* name, unsigned char value);
void TFE_OpSetAttrType(TFE_Op*, const char* name, TF_DataType value);
void TFE_OpSetAttrShape(TFE_Op*, const char* name, const int64_t* dims, const int num_dims, TF_Status*);
void TFE_OpSetAttrIntList(TFE_Op*, const char* name, const int64_t* values, int count);
void TFE_OpSetAttrFloatList(TFE_Op*, const char* name, const float* values, int count);
void TFE_OpSetAttrBoolList(TFE_Op*, const char* name, const unsigned char* values, int count);
void TFE_Execute(TFE_Op*, TFE_TensorHandle** results, int* num_results, TF_Status*);
}

// A text within a tensor: 24 bytes, whose lowest two bits say of what kind it is. Short ones lie within, long ones behind a pointer.
struct TF_TString { union { uint8_t raw[24]; struct { size_t size, capacity; char* data; } large; struct { size_t size; const char* data; } view; struct { uint32_t size, offset, count; } inside; }; };
static_assert(sizeof(TF_TString) == 24, "texts of TensorFlow have 24 bytes");
inline int TF_TString_Kind(const TF_TString* t) { return t->raw[0] & 3; }
inline void TF_TString_Init(TF_TString* t) { memset(t, 0, sizeof *t); }
inline size_t TF_TString_GetSize(const TF_TString* t) {
  switch (TF_TString_Kind(t)) { case 0: return t->raw[0] >> 2; case 2: return t->inside.size >> 2; default: return t->large.size >> 2; }
}
inline const char* TF_TString_GetDataPointer(const TF_TString* t) {
  switch (TF_TString_Kind(t)) { case 0: return reinterpret_cast<const char*>(t->raw + 1); case 1: return t->large.data; case 2: return reinterpret_cast<const char*>(t) + t->inside.offset; default: return t->view.data; }
}
inline void TF_TString_Dealloc(TF_TString* t) {
  if (TF_TString_Kind(t) == 1 && t->large.data != nullptr) free(t->large.data);
  TF_TString_Init(t);
}
inline void TF_TString_Copy(TF_TString* t, const char* text, size_t size) {
  TF_TString_Dealloc(t);
  char* to = reinterpret_cast<char*>(t->raw + 1);
  if (size <= 22) t->raw[0] = static_cast<uint8_t>(size << 2);
  else {
    const size_t room = (size + 16) & ~static_cast<size_t>(15);
    to = static_cast<char*>(malloc(room));
    t->large.size = size << 2 | 1;
    t->large.capacity = room - 1;
    t->large.data = to;
  }
  memcpy(to, text, size);
  to[size] = 0;
}
`;

/** Headers that the sources of tfjs-node include, by their paths. */
export const HEADERS: Readonly<Record<string, string>> = {
  'tensorflow/c/c_api.h': DECLARATIONS,
  ...Object.fromEntries(['c/eager/c_api', 'c/tf_datatype', 'c/tf_status', 'c/tf_tensor', 'core/platform/ctstring_internal'].map((path) => [`tensorflow/${path}.h`, '#include "tensorflow/c/c_api.h"\n'])),
};
